import type { GrantChanges, GrantInfo, GrantRow, GrantTokens } from './grant_row.js'

export interface GrantPage {
  rows: GrantRow[]
  /** Pass it to get the next page; null after the last one. */
  cursor: string | null
}

/**
 * Stores grants. A method that can't reach its storage must throw: null and false mean that the
 * row does not exist, which signs that browser out.
 */
export interface GrantStore {
  create(row: GrantRow): Promise<void>
  find(id: string): Promise<GrantRow | null>

  /**
   * Finds who is signed in: once for each page, so it should read no more than it returns. Other
   * properties of the row do no harm.
   */
  findBySession(sessionId: string): Promise<GrantInfo | null>

  /** The time of the store's own clock, in milliseconds since the epoch. */
  now?(): Promise<number>

  /** How many grants there are of each private key. A client without a key has `keyId` null. */
  countByKey(): Promise<{ keyId: string | null; count: number }[]>

  /** Every grant of an account, in pages. Each row that exists all along appears exactly once. */
  findByDid(did: string, page?: { cursor?: string; limit?: number }): Promise<GrantPage>

  /** The grants of browsers, not the background ones, that were last used before a time. */
  findIdle(usedBefore: number, limit: number): Promise<GrantRow[]>

  /** Resolves to false when the row does not exist, and must not create it. */
  update(id: string, changes: GrantChanges): Promise<boolean>

  /**
   * Writes a new token set in one atomic step, if the row still has `version`: increments the
   * version, clears `sentVersion`, and releases the lease, whoever owns it.
   *
   * @returns False when the row has another version or does not exist
   */
  saveTokens(id: string, version: number, tokens: GrantTokens): Promise<boolean>

  /**
   * Deletes the row, if it still meets the conditions. Resolves to true for exactly one of any
   * number of callers.
   */
  delete(id: string, conditions?: { version?: number; usedBefore?: number }): Promise<boolean>

  /**
   * Deletes every grant of an account.
   *
   * @returns The rows as they were when they were deleted: their tokens are to be revoked. Each row
   * goes to exactly one of any number of callers
   */
  deleteByDid(did: string): Promise<GrantRow[]>

  /**
   * Takes the row's lease for `owner`, or renews it when `owner` has it, in one atomic step. By the
   * store's own clock: the clocks of the app's machines may differ.
   *
   * @param ttl - Milliseconds until the lease expires, so that a killed process blocks nobody
   * @returns False when another owner's lease has not expired, when the row has another version, or
   * when it does not exist
   */
  lock(id: string, owner: string, ttl: number, version: number): Promise<boolean>

  /**
   * Sets `sentVersion` to the row's version and renews the lease, in one atomic step.
   *
   * @returns False when `owner` does not have the lease any more
   */
  markSent(id: string, owner: string, ttl: number): Promise<boolean>

  /**
   * Releases the lease, if `owner` still has it.
   *
   * @param sentVersion - What the row's `sentVersion` becomes
   */
  unlock(id: string, owner: string, sentVersion: number | null): Promise<void>

  /** Deletes the rows whose tokens were last written before a time. Resolves to their number. */
  prune(updatedBefore: number): Promise<number>
}

/**
 * How many grants a sweep ended.
 */
export interface PrunedGrants {
  /** Their browser sessions have expired. Ended at the account's server, too. */
  idle: number
  /** Not refreshed for longer than any server keeps a refresh token. */
  stale: number
}
