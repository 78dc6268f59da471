import type { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { DeadLetterStore } from '../dead_letter.js'
import type { FrameLimits } from '../frame_head.js'
import type { TapSource } from './source.js'

/**
 * `config/tap.ts`. Times are milliseconds.
 */
export interface TapConfig {
  /** Address of the Tap server, `http://` or `https://` */
  url: string
  /** The server's own TAP_ADMIN_PASSWORD; leave it out when the server has none */
  adminPassword?: string | Secret<string>
  /**
   * Handle events inside of the web server's process. Right for development and for an app that is
   * one process; otherwise run `node ace tap:listen` as a worker.
   * @default false
   */
  listen?: boolean
  /**
   * How many handlers run at the same time, over all repos
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
   * How many events may wait in memory before reading from the server stops
   * @default 10_000
   */
  capacity?: number
  /**
   * How many bytes these events may take
   * @default 32 MiB
   */
  capacityBytes?: number
  /** What one event may hold; larger ones are set aside unread */
  limits?: Partial<FrameLimits>
  /**
   * How many events one call of an indexer's `batch` gets at most
   * @default 200
   */
  batchSize?: number
  /**
   * How often an event is handled before it is set aside
   * @default 5
   */
  attempts?: number
  /** Delays between two attempts, doubled each time; defaults 500 and 30,000 */
  retry?: { minDelay?: number; maxDelay?: number }
  /**
   * How long one attempt may take
   * @default 10_000
   */
  handlerTimeout?: number
  /**
   * How long a live event may take with all its attempts: its repo waits meanwhile, and a takedown
   * of the account with it
   * @default 30_000
   */
  liveTimeout?: number
  /**
   * Keeps what can't be handled: such an event is acked once the store has it. With `false` it is
   * acked and lost, except for its line in the log; an event without an indexer is dropped. There
   * is no default, since losing events has to be somebody's decision.
   */
  deadLetters: DeadLetterStore | ConfigProvider<DeadLetterStore> | false
  /** How much is kept for collections that no indexer is bound to, and for how long */
  unbound?: Partial<UnboundLimits>
  /**
   * Replaces the WebSocket channel of the Tap server. Called once, when listening starts.
   */
  source?: (config: ResolvedTapConfig) => TapSource
  /** Delays between two attempts to connect, doubled each time; defaults 250 and 1,500 */
  reconnect?: { minDelay?: number; maxDelay?: number }
  /**
   * How long a request to the server's HTTP API may take
   * @default 10_000
   */
  timeout?: number
  /**
   * How long running handlers may take to finish once the process was asked to stop
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
  /** Milliseconds since the collection was first seen; default 7 days */
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
