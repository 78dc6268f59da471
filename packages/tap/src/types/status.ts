/**
 * What listening does right now, and has done since it started.
 */
export interface TapStatus {
  state: 'idle' | 'listening' | 'stopping' | 'stopped'
  /** `undefined` when the source does not say */
  isConnected?: boolean
  /** Reading has stopped until there is room again */
  isPaused: boolean
  /** What fails for everyone, since when, and the first error */
  outage?: { cause: 'handlers' | 'dead letters'; since: Date; error: unknown }
  /** Deliveries that were taken and are not dealt with yet */
  pending: {
    count: number
    bytes: number
    repos: number
    running: number
    /** Waiting for another attempt */
    retrying: number
    /** Waiting to be written as dead letters */
    parking: number
    /** Handlers that ignore the signal of their timeout and still run */
    abandoned: number
  }
  totals: {
    received: number
    done: number
    failures: number
    parked: number
    /** Unbound, and over their limits */
    dropped: number
    /** Came again after they were dealt with, and were acked without running */
    repeated: number
  }
}
