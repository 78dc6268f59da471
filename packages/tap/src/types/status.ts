/**
 * The current state of the listener, and its totals since it started.
 */
export interface TapStatus {
  state: 'idle' | 'listening' | 'stopping' | 'stopped'
  /** `undefined` if the source has no connection. */
  isConnected?: boolean
  /** The source is paused until there is room. */
  isPaused: boolean
  /** The current outage: its cause, when it began, and the first error. */
  outage?: { cause: 'handlers' | 'dead letters'; since: Date; error: unknown }
  /** Unfinished deliveries. */
  pending: {
    count: number
    bytes: number
    repos: number
    running: number
    /** Waiting for another attempt. */
    retrying: number
    /** Waiting to be written as dead letters. */
    parking: number
    /** Handlers that ignored the abort signal and are still running. */
    abandoned: number
  }
  totals: {
    received: number
    done: number
    failures: number
    parked: number
    /** Unbound events over the limits. */
    dropped: number
    /** Events that were sent again after they were handled, and were only acked. */
    repeated: number
  }
}
