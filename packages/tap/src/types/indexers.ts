import type { IdentityEvent, TapEvent } from './events.js'

type Handler<Event> = (event: Event, ...dependencies: any[]) => unknown

/**
 * The methods of an indexer: `handle` for all events, or `delete` and `put` (or `create` and
 * `update`), or `batch` for many events in one call.
 */
export interface IndexerMethods<Event> {
  handle?: Handler<Event>
  create?: Handler<Extract<Event, { action: 'create' | 'update' }>>
  update?: Handler<Extract<Event, { action: 'create' | 'update' }>>
  /** Creates and updates that have no method of their own. */
  put?: Handler<Extract<Event, { action: 'create' | 'update' }>>
  delete?: Handler<Extract<Event, { action: 'delete' }>>
  /** The newest event of each record, in the order of each repo. */
  batch?: Handler<Event[]>
  /**
   * A write of a record that does not match the lexicon. Without this method, an invalid update is
   * handled as a `delete`, and the event becomes a dead letter.
   */
  invalid?: (event: InvalidRecordEvent, ...dependencies: any[]) => unknown
}

/** A write of a record that does not match the lexicon, with the error. */
export type InvalidRecordEvent = Exclude<TapEvent, IdentityEvent> & { error: Error }

export type IndexerClass<Event> = (new (...dependencies: any[]) => IndexerMethods<Event>) & {
  /** The maximum number of events in one call of `batch`. Defaults to `batchSize` of the config. */
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
