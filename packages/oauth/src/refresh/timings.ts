/** All in milliseconds. */
export interface RefreshTimings {
  /** How long a lease lasts that has sent nothing. */
  lease: number
  /** How long the request may take in all, with the second attempt that a nonce may need. */
  request: number
  /** How long a lease lasts once the request was sent: longer than the token request may take. */
  sentLease: number
  /**
   * How long who takes over a lease that has sent waits before it sends, too: the process that got
   * the new tokens may be about to store them, after an outage of the database.
   */
  grace: number
  /** How long a caller waits for tokens in all. */
  patience: number
}

/**
 * @param tokenTimeout - How long a token request may take
 */
export function refreshTimings(tokenTimeout: number): RefreshTimings {
  return {
    lease: 3_000,
    request: tokenTimeout,
    sentLease: tokenTimeout + 1_000,
    grace: 1_500,
    patience: tokenTimeout + 5_000,
  }
}
