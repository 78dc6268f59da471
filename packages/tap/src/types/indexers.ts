import type { IdentityEvent, TapEvent } from './events.js'

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
