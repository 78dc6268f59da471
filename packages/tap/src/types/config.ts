import type { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { DeadLetterStore } from '../dead_letter.js'
import type { FrameLimits } from '../frame_head.js'
import type { TapSource } from './source.js'

/**
 * `config/tap.ts`. Times are milliseconds.
 */
export interface TapConfig {
  /** Address of the Tap server, `http://` or `https://`. */
  url: string
  /** The TAP_ADMIN_PASSWORD of the server. Leave it out if the server has none. */
  adminPassword?: string | Secret<string>
  /**
   * Handle events in the web server's process. Use it in development, and for an app that runs in
   * one process. Otherwise run `node ace tap:listen` as a worker.
   *
   * @default false
   */
  listen?: boolean
  /**
   * How many handlers run at the same time, over all repos.
   * @default 32
   */
  concurrency?: number
  /**
   * How many backfilled records of one repo are handled at the same time. Live events of a repo
   * are always handled one by one.
   * @default 8
   */
  concurrencyPerRepo?: number
  /**
   * How many events may wait in memory before reading from the server stops.
   * @default 10_000
   */
  capacity?: number
  /**
   * How many bytes of memory these events may use.
   *
   * @default 32 MiB
   */
  capacityBytes?: number
  /** The limits of one event. Larger events become dead letters without being parsed. */
  limits?: Partial<FrameLimits>
  /**
   * The maximum number of events in one call of an indexer's `batch`.
   *
   * @default 200
   */
  batchSize?: number
  /**
   * How often an event is handled before it becomes a dead letter.
   *
   * @default 5
   */
  attempts?: number
  /** Delays between two attempts, doubled each time; defaults 500 and 30,000. */
  retry?: { minDelay?: number; maxDelay?: number }
  /**
   * How long one attempt may take.
   * @default 10_000
   */
  handlerTimeout?: number
  /**
   * How long all attempts of a live event may take. Its repo waits meanwhile.
   *
   * @default 30_000
   */
  liveTimeout?: number
  /**
   * Stores events that can't be handled, which are then acked. With `false`, these events are acked
   * and only logged, and events without an indexer are dropped. There is no default, because losing
   * events has to be a decision.
   */
  deadLetters: DeadLetterStore | ConfigProvider<DeadLetterStore> | false
  /** How many events of unbound collections are kept, and for how long. */
  unbound?: Partial<UnboundLimits>
  /**
   * Replaces the WebSocket channel of the Tap server. Called once, when listening starts.
   */
  source?: (config: ResolvedTapConfig) => TapSource
  /** Delays between two attempts to connect, doubled each time; defaults 250 and 1,500. */
  reconnect?: { minDelay?: number; maxDelay?: number }
  /**
   * How long a request to the server's HTTP API may take.
   * @default 10_000
   */
  timeout?: number
  /**
   * How long running handlers may take to finish when the process stops.
   *
   * @default 8_000
   */
  drainTimeout?: number
}

export interface BackoffRange {
  minDelay: number
  maxDelay: number
}

export interface UnboundLimits {
  /** @default 10_000 */
  count: number
  /** @default 64 MiB */
  bytes: number
  /** Milliseconds since the collection was first seen; default 7 days. */
  keepFor: number
}

export interface ResolvedTapConfig {
  url: URL
  adminPassword?: Secret<string>
  listen: boolean
  concurrency: number
  concurrencyPerRepo: number
  capacity: number
  capacityBytes: number
  limits: FrameLimits
  batchSize: number
  attempts: number
  retry: BackoffRange
  handlerTimeout: number
  liveTimeout: number
  deadLetters: DeadLetterStore | false
  unbound: UnboundLimits
  source?: (config: ResolvedTapConfig) => TapSource
  reconnect: BackoffRange
  timeout: number
  drainTimeout: number
}
