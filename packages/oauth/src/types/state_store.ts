/**
 * A sign-in that was started: written by `authorize()`, consumed by `callback()`.
 */
export interface StateRow {
  /** The `state` parameter of the authorization request. */
  id: string
  /** PKCE verifier, DPoP key and the browser it is bound to, encrypted. */
  data: string
  /** Hash of the browser's secret. */
  browser: string
  /** Hash of the address that it was started from, where that is known. */
  address: string | null
  /** Milliseconds since the epoch. */
  expiresAt: number
}

/**
 * Stores sign-ins that were started. A method that can't reach its storage must throw: null means
 * that the row does not exist.
 */
export interface StateStore {
  create(row: StateRow): Promise<void>
  find(id: string): Promise<StateRow | null>

  /**
   * Resolves to true for exactly one of any number of callers: this is what makes a state
   * single-use.
   */
  delete(id: string): Promise<boolean>

  /** Deletes the oldest rows of one browser or address: all but the `keep` that expire last. */
  trim(column: 'browser' | 'address', value: string, keep: number): Promise<void>

  /**
   * Deletes the rows that expired before `now` (milliseconds since the epoch). Resolves to their
   * number.
   */
  prune(now: number): Promise<number>
}
