import type { DeadLetterReason } from '../dead_letter.js'

/** The result of one attempt to handle an event. */
export type Result =
  | { kind: 'done' }
  /** The handler threw or timed out. A retry may succeed. */
  | { kind: 'failed'; error: unknown; isTimeout?: boolean }
  /** A retry can't succeed. */
  | { kind: 'refused'; reason: DeadLetterReason; error: unknown }

/** The outcome of an event. An ack always has one of these. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'retry'; delay: number }
  | { kind: 'park'; reason: DeadLetterReason; error: unknown }

export const DONE: { kind: 'done' } = Object.freeze({ kind: 'done' })
