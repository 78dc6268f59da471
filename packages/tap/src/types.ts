import type { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { InferOutput, LexMap, Main, RecordSchema } from '@atproto/lex'
import type { DidString, HandleString, NsidString } from '@atproto/syntax'
import type { RepoStatus } from '@atproto/tap'
import type { DeadLetterStore } from './dead_letter.js'
import type { FrameHead, FrameLimits } from './frame_head.js'

export type {
  DeadLetter,
  DeadLetterCount,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterReason,
  DeadLetterStore,
  DeadLetterSummary,
  NewDeadLetter,
} from './dead_letter.js'

/**
 * What `tap.index` takes: a record schema of `@atproto/lex`, or the namespace that its generator
 * writes around one.
 */
export type RecordLexicon = Main<RecordSchema>

type SchemaOf<L> = L extends RecordSchema
  ? L
  : L extends { main: infer S }
    ? S extends RecordSchema
      ? S
      : never
    : never

type CollectionOf<L> = L extends string ? L : SchemaOf<L>['$type']
type RecordOf<L> = L extends string ? LexMap : InferOutput<SchemaOf<L>>

interface RecordEventBase<Collection extends string> {
  type: 'record'
  did: DidString
  /**
   * Revision of the repo that brought this change, a TID: of two events of one record, the one with
   * the greater `rev` is the newer. See `isNewerRev`.
   */
  rev: string
  collection: Collection
  rkey: string
  uri: `at://${DidString}/${Collection}/${string}`
  /** `false` while a repo is backfilled, `true` for what happened just now */
  live: boolean
  /** Aborts when the attempt that handles this event has taken too long */
  readonly signal?: AbortSignal
}

export interface RecordWritten<
  Collection extends string = NsidString,
  Value = LexMap,
> extends RecordEventBase<Collection> {
  action: 'create' | 'update'
  cid: string
  record: Value
}

export interface RecordDeleted<
  Collection extends string = NsidString,
> extends RecordEventBase<Collection> {
  action: 'delete'
  cid?: undefined
  record?: undefined
}

/**
 * A change of one record. `L` is the lexicon that the indexer is bound with (`RecordEvent<typeof
 * xyz.statusphere.status>`); without one the record is whatever its author wrote.
 */
export type RecordEvent<L extends RecordLexicon | string = NsidString> =
  RecordWritten<CollectionOf<L>, RecordOf<L>> | RecordDeleted<CollectionOf<L>>

/**
 * A change of an account: its handle, or whether it is there at all. A deleted account sends this
 * one event and none for its records. It carries no `rev`.
 */
export interface IdentityEvent {
  type: 'identity'
  did: DidString
  /** `handle.invalid` when the Tap server could not verify one; never show that */
  handle: HandleString
  isActive: boolean
  status: RepoStatus
  /** Aborts when the attempt that handles this event has taken too long */
  readonly signal?: AbortSignal
}

/**
 * What comes from the Tap server, before a lexicon has looked at it: a write may lack its record.
 */
export type TapEvent =
  | IdentityEvent
  | RecordDeleted
  | (Omit<RecordWritten, 'cid' | 'record'> & { cid?: string; record?: LexMap })

type Handler<Event> = (event: Event, ...dependencies: any[]) => unknown

/**
 * What may handle the events of a collection: `handle` for all of them, or `delete` with `put`
 * (or `create` and `update`), or `batch` for many in one call.
 */
export interface IndexerMethods<Event> {
  handle?: Handler<Event>
  create?: Handler<Extract<Event, { action: 'create' | 'update' }>>
  update?: Handler<Extract<Event, { action: 'create' | 'update' }>>
  /** Creates and updates that have no method of their own */
  put?: Handler<Extract<Event, { action: 'create' | 'update' }>>
  delete?: Handler<Extract<Event, { action: 'delete' }>>
  /** Events of different records, in the order of each repo; the newest one of each record */
  batch?: Handler<Event[]>
  /**
   * A write that the lexicon refuses. Without this method, the `delete` of an update's record is
   * handled instead, and the event is kept as a dead letter.
   */
  invalid?: (event: InvalidRecordEvent, ...dependencies: any[]) => unknown
}

/** A write whose record is not what the lexicon says, with the reason. */
export type InvalidRecordEvent = Exclude<TapEvent, IdentityEvent> & { error: Error }

export type IndexerClass<Event> = (new (...dependencies: any[]) => IndexerMethods<Event>) & {
  /** How many events one call of `batch` gets at most; default `batchSize` of the config */
  batchSize?: number
}

/**
 * Like a lazy controller: `() => import('#indexers/status_indexer')`.
 */
export type LazyIndexer<Event> = () => Promise<{ default: IndexerClass<Event> }>

/**
 * A lazy import of a class, an object of handlers, or a function that takes the event.
 */
export type Indexer<Event> =
  LazyIndexer<Event> | IndexerMethods<Event> | ((event: Event) => void | Promise<void>)

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
   * @default 64 MiB
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
    /** Handlers that ignore the signal of their time-out and still run */
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

/**
 * What the server knows of a repo. `state` is `pending`, `desynchronized`, `resyncing`, `active`,
 * `takendown`, `suspended`, `deactivated` or `error`.
 */
export interface RepoInfo {
  did: string
  handle: string
  state: string
  rev: string
  records: number
  error?: string
  retries?: number
}

export interface DidDocument {
  id: DidString
  alsoKnownAs?: string[]
  verificationMethod?: { id: string; type: string; controller: string; [key: string]: unknown }[]
  service?: { id: string; type: string; serviceEndpoint: unknown }[]
  [key: string]: unknown
}

export interface TapCursors {
  /**
   * Sequence number of the relay's event that was read last; `null` when the server follows no
   * relay
   */
  firehose: number | null
  /** Where the server is in the relay's list of repos; `null` when it does not enumerate them */
  listRepos: string | null
}
