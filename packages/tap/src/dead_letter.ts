/**
 * Why an event is a dead letter:
 *
 * - `failed`: its handler threw on every attempt
 * - `timed-out`: its handler did not return in time
 * - `invalid`: its record does not match the lexicon
 * - `unreadable`: the frame is not an event
 * - `oversize`: the record is larger or deeper than the limits allow
 * - `unbound`: no indexer is bound to its collection
 */
export type DeadLetterReason =
  'failed' | 'timed-out' | 'invalid' | 'unreadable' | 'oversize' | 'unbound'

/**
 * An event that could not be handled, and was acked in the source. Times are milliseconds since the
 * epoch.
 */
export interface DeadLetter {
  /** Assigned by the store. A letter that was put later has a greater one. */
  id: number
  /** Identifies the event. Putting the event again replaces the letter. */
  key: string
  reason: DeadLetterReason
  /** `null` if the frame does not contain it. */
  kind: 'record' | 'identity' | null
  /** `null` if the frame does not contain it, like all other values of the frame. */
  did: string | null
  collection: string | null
  rkey: string | null
  uri: string | null
  rev: string | null
  action: 'create' | 'update' | 'delete' | null
  live: boolean | null
  /** The frame as the source sent it; `null` if it was too large to keep. */
  frame: string | null
  /** The size of the frame in bytes, even if it was not kept. */
  bytes: number
  /** The error of the last attempt, as text. It may contain any text of the record. */
  error: string
  /** How often the handler was called. */
  attempts: number
  /** When the event arrived for the first time. Kept when the letter is put again. */
  firstSeenAt: number
  parkedAt: number
}

export type NewDeadLetter = Omit<DeadLetter, 'id'>

/**
 * A letter without its frame, which can be several megabytes.
 */
export type DeadLetterSummary = Omit<DeadLetter, 'frame'>

/**
 * Selects letters: all of them if it is empty. `collection: null` selects letters without a
 * collection, such as those of identity events.
 */
export interface DeadLetterFilter {
  reason?: DeadLetterReason
  kind?: 'record' | 'identity' | null
  did?: string
  collection?: string | null
}

export interface DeadLetterPage {
  /** The id of the last letter of the previous page. */
  after?: number
  limit: number
}

/**
 * The letters of one collection that share a reason.
 */
export interface DeadLetterCount {
  reason: DeadLetterReason
  kind: DeadLetter['kind']
  collection: string | null
  count: number
  /** Of their frames, including those that were not kept. */
  bytes: number
  /** When the first of them arrived. */
  firstSeenAt: number
}

/**
 * Stores dead letters. A method that fails must reject, because an event is only acked when its
 * letter is stored. `adonisjs-atproto-tap/dead_letter_contract` tests your own store.
 */
export interface DeadLetterStore {
  /**
   * Adds all letters, or none. A letter with an existing key replaces that letter, except for its
   * `id` and `firstSeenAt`. If two letters have the same key, the last one is stored.
   */
  put(letters: NewDeadLetter[]): Promise<void>

  find(id: number): Promise<DeadLetter | null>

  /** In the order of their ids. */
  list(filter: DeadLetterFilter, page: DeadLetterPage): Promise<DeadLetterSummary[]>

  /**
   * Reads letters with their frames, in the order of their ids. This is the order of events in each
   * repo.
   *
   * @param page.maxBytes - Ends the page before the frames get larger together, unless the first
   *   one alone is
   */
  read(filter: DeadLetterFilter, page: DeadLetterPage & { maxBytes: number }): Promise<DeadLetter[]>

  /** In the order of reason and collection. */
  count(filter?: DeadLetterFilter): Promise<DeadLetterCount[]>

  /** Deletes these letters, and returns how many there were. */
  delete(ids: number[]): Promise<number>

  /** Deletes every letter of an account, and returns how many there were. */
  deleteByDid(did: string): Promise<number>

  /**
   * Deletes letters that were parked before `parkedBefore`, and returns how many there were.
   *
   * @param options.keepFirst - Keeps the first letter of each collection, so that `count` still
   *   tells when the collection was first seen
   */
  prune(
    filter: DeadLetterFilter,
    options: { parkedBefore: number; keepFirst?: boolean }
  ): Promise<number>

  /**
   * Gives one owner the lease that is needed to retry letters, until the given time. The owner
   * renews it by calling this again. Two processes that retry at the same time would break the
   * order of a repo.
   *
   * @returns false while it is another's
   */
  lock(owner: string, now: number, until: number): Promise<boolean>

  /** Releases the lease, if the owner still has it. */
  unlock(owner: string): Promise<void>
}
