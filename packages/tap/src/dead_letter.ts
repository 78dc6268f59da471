/**
 * Why an event was set aside:
 *
 * - `failed`: its handler threw on every attempt
 * - `timed-out`: its handler did not return in time
 * - `invalid`: the lexicon refused its record
 * - `unreadable`: the frame holds no event
 * - `oversize`: the record is larger or deeper than the limits allow
 * - `unbound`: no indexer is bound to its collection
 */
export type DeadLetterReason =
  'failed' | 'timed-out' | 'invalid' | 'unreadable' | 'oversize' | 'unbound'

/**
 * An event that was set aside, and acked in the source. Times are milliseconds since the epoch.
 */
export interface DeadLetter {
  /** Assigned by the store. A letter that was put later has a greater one. */
  id: number
  /** Names the event: putting it again replaces the letter */
  key: string
  reason: DeadLetterReason
  /** `null` when the frame does not say */
  kind: 'record' | 'identity' | null
  /** `null` when the frame does not say, as everything else that comes from it */
  did: string | null
  collection: string | null
  rkey: string | null
  uri: string | null
  rev: string | null
  action: 'create' | 'update' | 'delete' | null
  live: boolean | null
  /** What the source sent, unchanged; `null` when it was too large to keep */
  frame: string | null
  /** Size of the frame in bytes, also when it was not kept */
  bytes: number
  /** What the last attempt failed with, for people to read; it may hold any text of the record */
  error: string
  /** How often the handler was called */
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
 * Which letters are meant: all of them, unless narrowed. `collection: null` means letters without
 * a collection, such as those of identity events.
 */
export interface DeadLetterFilter {
  reason?: DeadLetterReason
  kind?: 'record' | 'identity' | null
  did?: string
  collection?: string | null
}

export interface DeadLetterPage {
  /** The id of the last letter of the page before */
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
  /** Of their frames, those not kept included */
  bytes: number
  /** When the first of them arrived */
  firstSeenAt: number
}

/**
 * Keeps dead letters. A method that can't do its work rejects: an event is only acked once its
 * letter is stored. `adonisjs-atproto-tap/dead_letter_contract` tests a store of your own.
 */
export interface DeadLetterStore {
  /**
   * Adds letters, all or none. One whose key is there already replaces that letter, except for
   * its `id` and `firstSeenAt`; of two with one key the last one counts.
   */
  put(letters: NewDeadLetter[]): Promise<void>

  find(id: number): Promise<DeadLetter | null>

  /** In the order of their ids */
  list(filter: DeadLetterFilter, page: DeadLetterPage): Promise<DeadLetterSummary[]>

  /**
   * Reads letters with their frames in the order of their ids, which is the order of each repo.
   *
   * @param page.maxBytes - Ends the page before the frames get larger together, unless the first
   *   one alone is
   */
  read(filter: DeadLetterFilter, page: DeadLetterPage & { maxBytes: number }): Promise<DeadLetter[]>

  /** In the order of reason and collection */
  count(filter?: DeadLetterFilter): Promise<DeadLetterCount[]>

  /** Deletes these letters, and returns how many there were */
  delete(ids: number[]): Promise<number>

  /** Deletes every letter of an account, and returns how many there were */
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
   * Gives the lease that retrying letters requires to one owner, until the time given. The owner
   * renews it by asking again. Two processes that retry at once would break the order of a repo.
   *
   * @returns false while it is another's
   */
  lock(owner: string, now: number, until: number): Promise<boolean>

  /** Gives the lease back, if it is still the owner's */
  unlock(owner: string): Promise<void>
}
