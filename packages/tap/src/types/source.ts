import type { FrameHead } from '../frame_head.js'
import type { TapEvent } from './events.js'

/**
 * One event on its way from its source through the pipeline. Exactly one of `ack` and `release` is
 * called, once; of a delivery that is repeated while it is under way, the older one is released.
 * This contract is stable: sources outside of this package build on it.
 */
export interface Delivery {
  /** The source's name for this event. Tap's ids start again at 1 when its outbox was empty. */
  id: string
  /**
   * What the source received, as the Tap server writes it, parsed when its turn comes. Either this
   * or `event` is there.
   */
  frame?: string
  event?: TapEvent
  /** What the source has read of the frame already */
  head?: FrameHead
  /** Why the frame is set aside unread: it is too large to be kept */
  error?: Error
  /** Bytes of memory that this delivery holds, for `capacityBytes` */
  weight: number
  /** The dead letter that is handled again; it is kept until that is done */
  letter?: {
    id: number
    /** How often it was handled before */
    attempts: number
  }
  /**
   * Replaces `attempts` of the config. Every failure counts then, and none is a sign of an outage.
   */
  maxAttempts?: number
  /** The event is done, or kept as a dead letter. Returns at once and never throws. */
  ack(outcome: 'done' | 'parked'): void
  /** The event was given up and is not dealt with. Returns at once and never throws. */
  release(): void
}

/**
 * Where events come from. `deliver` may be called again with an event that was not acked yet, and
 * returns at once. This contract is stable: the WebSocket channel is one source, yours another.
 */
export interface TapSource {
  /**
   * Whether it delivers a released event again by itself. Where it does not, nothing is released to
   * make room, and the source is paused instead.
   */
  readonly redelivers: boolean
  /** What it reads from, for the log */
  readonly name?: string
  /** For `tap.status()`, when it has a connection */
  readonly isConnected?: boolean
  start(deliver: (delivery: Delivery) => void): void
  /** Asks for no more events. Those under way may still arrive. */
  pause(): void
  resume(): void
  /** Stops delivering, waits for `drained`, sends the acks that are left and disconnects */
  stop(drained: Promise<unknown>): Promise<void>
}
