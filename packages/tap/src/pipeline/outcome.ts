import type { DeadLetterReason } from '../dead_letter.js'

/** What came of one attempt to handle an event. */
export type Result =
  | { kind: 'done' }
  /** The handler threw, or took too long: it may work another time */
  | { kind: 'failed'; error: unknown; isTimeout?: boolean }
  /** No other attempt could go better */
  | { kind: 'refused'; reason: DeadLetterReason; error: unknown }

/** What becomes of the event. Nothing acks but one of these. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'retry'; delay: number }
  | { kind: 'park'; reason: DeadLetterReason; error: unknown }

export const DONE: { kind: 'done' } = Object.freeze({ kind: 'done' })
