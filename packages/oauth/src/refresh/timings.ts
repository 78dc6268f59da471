/** All in milliseconds. */
export interface RefreshTimings {
  /** How long a lease lasts that has sent nothing. */
  lease: number
  /** How long a lease lasts once the request was sent: longer than the token request may take. */
  sentLease: number
  /** How long a caller waits for tokens in all. */
  patience: number
}

/**
 * @param tokenTimeout - How long a token request may take
 */
export function refreshTimings(tokenTimeout: number): RefreshTimings {
  return { lease: 5_000, sentLease: tokenTimeout + 2_000, patience: tokenTimeout + 5_000 }
}
