/**
 * What an account's server granted. A browser's session points at it by `sessionId`. Every time is
 * in milliseconds since the epoch.
 */
export interface GrantRow {
  id: string
  /** Random and unguessable; what the browser's session has. Null when no browser holds it. */
  sessionId: string | null
  did: string
  /** The handle if it is verified, else null. */
  handle: string | null
  /** The authorization server. */
  issuer: string
  /** Space separated, as the server returned it. */
  scope: string
  /** The private key that the client authenticates with, null for a public client. */
  keyId: string | null
  /** Token set and DPoP key, encrypted with the app's encryption. */
  tokens: string
  /** When the access token expires, null if the server did not say. */
  expiresAt: number | null
  /** Counts the token sets: 1 after the sign-in, one more with each refresh. */
  version: number
  /** The version whose refresh token was sent to the server without a known result. */
  sentVersion: number | null
  /** Lives on without a browser, until it is revoked. */
  isBackground: boolean
  userAgent: string | null
  createdAt: number
  /** When the tokens were last written: at sign-in and at each refresh. */
  updatedAt: number
  lastUsedAt: number
}

/**
 * What pages need of a grant to know who is signed in. The tokens are not part of it.
 */
export type GrantInfo = Pick<
  GrantRow,
  | 'id'
  | 'sessionId'
  | 'did'
  | 'handle'
  | 'issuer'
  | 'scope'
  | 'version'
  | 'isBackground'
  | 'lastUsedAt'
>

/**
 * What a refresh writes.
 */
export type GrantTokens = Pick<GrantRow, 'tokens' | 'scope' | 'keyId' | 'expiresAt' | 'updatedAt'>

/**
 * What changes between refreshes.
 */
export type GrantChanges = Partial<
  Pick<GrantRow, 'sessionId' | 'handle' | 'isBackground' | 'lastUsedAt'>
>
