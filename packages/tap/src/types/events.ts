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
