import type { Secret } from '@adonisjs/core/helpers'
import type { InferOutput, LexMap, Main, RecordSchema } from '@atproto/lex'
import type { DidString, HandleString, NsidString } from '@atproto/syntax'
import type { RepoStatus } from '@atproto/tap'

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
  /** `false` while a repo is back-filled, `true` for what happened just now */
  live: boolean
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
}

/**
 * What comes from the Tap server, before a lexicon has looked at it: a write may lack its record.
 */
export type TapEvent =
  | IdentityEvent
  | RecordDeleted
  | (Omit<RecordWritten, 'cid' | 'record'> & { cid?: string; record?: LexMap })

export type IndexerClass<Event> = new (...dependencies: any[]) => {
  handle: (event: Event, ...dependencies: any[]) => unknown
}

/**
 * Like a lazy controller: `() => import('#indexers/status_indexer')`.
 */
export type LazyIndexer<Event> = () => Promise<{ default: IndexerClass<Event> }>

/**
 * One event on its way through the pipeline.
 */
export interface Delivery {
  /**
   * The source's name for this event. Tap's ids start again at 1 when its outbox was empty, so it
   * names nothing for long.
   */
  id: string
  event: TapEvent
  /** Tells the source that the event is dealt with. Returns at once and never throws. */
  ack(): void
}

/**
 * Where events come from. `deliver` may be called again with an event that was not acked yet.
 */
export interface TapSource {
  start(deliver: (delivery: Delivery) => void): void
  /** Asks for no more events. Those under way may still arrive. */
  pause(): void
  resume(): void
  /**
   * Takes in nothing more, waits for `drained`, sends the acks that are left and lets go of the
   * server
   */
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
   * How many back-filled records of one repo are handled at the same time. Live events of a repo
   * are always handled one by one.
   * @default 8
   */
  concurrencyPerRepo?: number
  /**
   * How many events may wait in memory before reading from the server stops
   * @default 10_000
   */
  capacity?: number
  /** Waits between two tries of a handler that threw, doubled each time; defaults 500 and 30,000 */
  retry?: { minDelay?: number; maxDelay?: number }
  /** Waits between two tries to reach the server, doubled each time; defaults 250 and 15,000 */
  reconnect?: { minDelay?: number; maxDelay?: number }
  /**
   * How long a request to the server's HTTP API may take
   * @default 10_000
   */
  timeout?: number
  /**
   * How long running handlers may take to finish once the process was asked to stop
   * @default 15_000
   */
  drainTimeout?: number
}

export interface BackoffRange {
  minDelay: number
  maxDelay: number
}

export interface ResolvedTapConfig {
  url: URL
  adminPassword?: Secret<string>
  listen: boolean
  concurrency: number
  concurrencyPerRepo: number
  capacity: number
  retry: BackoffRange
  reconnect: BackoffRange
  timeout: number
  drainTimeout: number
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
