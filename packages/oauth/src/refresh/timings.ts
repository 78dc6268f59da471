/** All in milliseconds. */
export interface RefreshTimings {
  /** How long a lease lasts if nothing was sent. */
  lease: number
  /** How long the request may take, including a second attempt with a nonce. */
  request: number
  /** How long a lease lasts after the request was sent. Longer than the request may take. */
  sentLease: number
  /**
   * How long a process that takes over such a lease waits before it sends: after an outage of the
   * database, the first process may be about to store the new tokens.
   */
  grace: number
  /** How long a caller waits for tokens. */
  maxWait: number
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
    maxWait: tokenTimeout + 5_000,
  }
}
