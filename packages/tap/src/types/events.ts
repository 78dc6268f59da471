import type { InferOutput, LexMap, Main, RecordSchema } from '@atproto/lex'
import type { DidString, HandleString, NsidString } from '@atproto/syntax'
import type { RepoStatus } from '@atproto/tap'

/**
 * The lexicon of `tap.index`: a record schema of `@atproto/lex`, or the generated namespace that
 * contains it.
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
   * The revision of the repo with this change, a TID. The newer of two events of a record has the
   * greater `rev`. See `isNewerRev`.
   */
  rev: string
  collection: Collection
  rkey: string
  uri: `at://${DidString}/${Collection}/${string}`
  /** `false` during the backfill of a repo, `true` for a new change. */
  live: boolean
  /** Aborts when the attempt that handles this event has taken too long. */
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
 * A change of one record. `L` is the lexicon that the indexer is bound with, such as
 * `RecordEvent<typeof xyz.statusphere.status>`. Without a lexicon, the record may contain anything.
 */
export type RecordEvent<L extends RecordLexicon | string = NsidString> =
  RecordWritten<CollectionOf<L>, RecordOf<L>> | RecordDeleted<CollectionOf<L>>

/**
 * A change of an account: its handle or its status. The deletion of an account sends only this
 * event, and none for its records. It has no `rev`.
 */
export interface IdentityEvent {
  type: 'identity'
  did: DidString
  /** `handle.invalid` if the Tap server could not verify the handle. Never show that. */
  handle: HandleString
  isActive: boolean
  status: RepoStatus
  /** Aborts when the attempt that handles this event has taken too long. */
  readonly signal?: AbortSignal
}

/**
 * An event of the Tap server before its validation. A write may have no record.
 */
export type TapEvent =
  | IdentityEvent
  | RecordDeleted
  | (Omit<RecordWritten, 'cid' | 'record'> & { cid?: string; record?: LexMap })
