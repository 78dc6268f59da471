/**
 * The types of the package, in one place for apps: `adonisjs-atproto-tap/types`.
 */

export type {
  IdentityEvent,
  RecordDeleted,
  RecordEvent,
  RecordLexicon,
  RecordWritten,
  TapEvent,
} from './types/events.js'
export type {
  Indexer,
  IndexerClass,
  IndexerMethods,
  InvalidRecordEvent,
  LazyIndexer,
} from './types/indexers.js'
export type { Delivery, TapSource } from './types/source.js'
export type { BackoffRange, ResolvedTapConfig, TapConfig, UnboundLimits } from './types/config.js'
export type { TapStatus } from './types/status.js'
export type { DidDocument, RepoInfo, TapCursors } from './types/server.js'
