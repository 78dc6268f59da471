import type { FrameHead } from '../frame_head.js'
import type { TapEvent } from './events.js'

/**
 * An event of a source. Either `ack` or `release` is called, exactly once. If a delivery is
 * repeated while it is handled, the older one is released. This contract is stable: sources outside
 * of this package depend on it.
 */
export interface Delivery {
  /** The source's id of this event. Tap's ids start again at 1 after its outbox was empty. */
  id: string
  /**
   * The frame, as the Tap server writes it. It is parsed when its turn comes. Either this or
   * `event` is set.
   */
  frame?: string
  event?: TapEvent
  /** What the source has already read from the frame. */
  head?: FrameHead
  /** Why the frame becomes a dead letter without being parsed: it is too large. */
  error?: Error
  /** The memory that this delivery uses in bytes, for `capacityBytes`. */
  weight: number
  /** The dead letter that is handled again. It is kept until it succeeds. */
  letter?: {
    id: number
    /** How often it was handled before. */
    attempts: number
  }
  /**
   * Replaces `attempts` of the config. Every failure then counts, and none counts as an outage.
   */
  maxAttempts?: number
  /** The event was handled, or stored as a dead letter. Returns immediately and never throws. */
  ack(outcome: 'done' | 'parked'): void
  /** The event was not handled. Returns immediately and never throws. */
  release(): void
}

/**
 * A source of events. `deliver` may be called again with an event that is not acked yet, and
 * returns immediately. This contract is stable: the WebSocket channel is one source, and you can
 * write another.
 */
export interface TapSource {
  /**
   * Whether it delivers released events again. If it does not, the source is paused instead of
   * releasing events.
   */
  readonly redelivers: boolean
  /**
   * Whether events wait while it is paused, as on a connection that is not read. Such a source is
   * paused as soon as enough events are in memory, and not only when memory is full.
   */
  readonly waits?: boolean
  /** What it reads from, for the log. */
  readonly name?: string
  /** For `tap.status()`, when it has a connection. */
  readonly isConnected?: boolean
  start(deliver: (delivery: Delivery) => void): void
  /** Stops requesting events. Some may still arrive. */
  pause(): void
  resume(): void
  /** Stops delivering, waits for `drained`, sends the remaining acks and disconnects. */
  stop(drained: Promise<unknown>): Promise<void>
}
