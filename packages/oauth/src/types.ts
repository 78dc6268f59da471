import type { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { HandleResolver, Jwk } from '@atproto/oauth-client-node'

/**
 * A value that survives `JSON.stringify` and `JSON.parse`.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * Why a session can't be used. `revoked` and `expired` are final and end the session;
 * `unreachable` and `misconfigured` keep it, and it works again once the cause is fixed.
 */
export type SessionFailureReason = 'revoked' | 'expired' | 'unreachable' | 'misconfigured'

/**
 * The reasons that end a session.
 */
export type SessionLostReason = Extract<SessionFailureReason, 'revoked' | 'expired'>

/**
 * One browser that is signed in. Every time is in milliseconds since the epoch.
 */
export interface SessionRow {
  /** Random and unguessable; what the session guard keeps in the browser's session. */
  id: string
  did: string
  /** The handle when it was last verified in both directions, else null. */
  handle: string | null
  /** Token set and DPoP key, encrypted with the app's encryption. */
  tokens: string
  createdAt: number
  /** When the tokens were last written: at sign-in and at each refresh. */
  updatedAt: number
}

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
 * Who starts a sign-in.
 */
export interface SignInOrigin {
  /** A secret in the session of the browser that signs in. */
  browser: string
  /** The IP address of the request. */
  address?: string
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

  /** Deletes the rows that expired before `now` (milliseconds since the epoch). */
  prune(now: number): Promise<void>
}

/**
 * Stores the signed-in browsers. A method that can't reach its storage must throw: null means that
 * the row does not exist, which signs that browser out.
 */
export interface SessionStore {
  create(row: SessionRow): Promise<void>
  find(id: string): Promise<SessionRow | null>

  /** Resolves to false when the row does not exist, and must not create it. */
  update(id: string, changes: SessionChanges): Promise<boolean>

  /** Resolves to true for exactly one of any number of callers. */
  delete(id: string): Promise<boolean>

  /**
   * Takes the row's lease for `owner`, or renews it when `owner` has it, in one atomic step.
   * Resolves to false when another owner's lease has not expired, or when the row does not exist.
   *
   * @param now - Milliseconds since the epoch; a lease that ended before it may be taken over
   * @param until - When the lease expires by itself, so that a killed process blocks nobody
   */
  lock(id: string, owner: string, now: number, until: number): Promise<boolean>

  /** Releases the lease, if `owner` still has it. */
  unlock(id: string, owner: string): Promise<void>

  /** Deletes the rows whose tokens were last written before `updatedBefore`. */
  prune(updatedBefore: number): Promise<void>
}

export type SessionChanges = Partial<Pick<SessionRow, 'tokens' | 'handle' | 'updatedAt'>>

/**
 * What `stores.lucid()` and `stores.memory()` resolve to, and what a custom store is.
 */
export interface Stores {
  sessions: SessionStore
  states: StateStore
}

export interface LucidStoresOptions {
  /** Name of a connection in `config/database.ts`. Defaults to the primary connection. */
  connection?: string
}

/**
 * How the network is reached.
 */
export interface NetworkOptions {
  /** Defaults to `https://plc.directory`. */
  plcUrl?: string

  /**
   * A server that resolves handles (`com.atproto.identity.resolveHandle`), or a resolver of your
   * own. Defaults to DNS and HTTPS, as in the handle specification; local networks need a server.
   */
  handleResolver?: string | HandleResolver

  /**
   * Allow requests to private addresses and plain http. Defaults to true for a loopback
   * `appUrl` outside production, else to false.
   */
  allowPrivateAddresses?: boolean

  /**
   * Milliseconds that one request may take, body included. Defaults to 10,000. All requests of one
   * sign-in may take 1.5 times as long, and 15 seconds at most.
   */
  timeout?: number
}

/**
 * The object in `config/atproto_oauth.ts`.
 */
export interface OAuthConfig {
  /**
   * The address of the app, without a path. A loopback address makes a development client that
   * needs no registration; an https one makes a client that servers discover.
   */
  appUrl: string

  /** Shown on the account's consent page. */
  clientName?: string

  /** Shown on the account's consent page by servers that trust the client. Absolute https URLs. */
  logoUrl?: string
  tosUrl?: string
  policyUrl?: string

  /** The route whose handler calls `oauth.callback()`. Defaults to `/oauth/callback`. */
  redirectPath?: string

  /** Where a failed sign-in redirects to. Defaults to `/oauth/login`. */
  loginPath?: string

  /** Space separated, must contain `atproto`. Defaults to `atproto`, which only signs in. */
  scope?: string

  stores: Stores | ConfigProvider<Stores>

  /**
   * The guard that uses `atprotoUserProvider()`. Defaults to the default guard of `config/auth.ts`.
   */
  guard?: string

  /**
   * ES256 private keys with a `kid`, as JWKs: one, several, or JSON of either. With a key the
   * client is confidential, and its sessions live for months instead of two weeks. The first key
   * signs; keep an old key in the list for as long as sessions made with it should live.
   */
  privateKeys?: string | Secret<string> | Jwk | Array<string | Secret<string> | Jwk>

  network?: NetworkOptions
}

/**
 * The config with its defaults and its stores.
 */
export interface ResolvedOAuthConfig {
  appUrl: URL
  isLoopback: boolean
  clientName?: string
  logoUrl?: string
  tosUrl?: string
  policyUrl?: string
  redirectPath: string
  loginPath: string
  scope: string
  privateKeys: Secret<Jwk[]>
  stores: Stores
  guard?: string
  network: {
    plcUrl?: string
    handleResolver?: string | HandleResolver
    allowPrivateAddresses: boolean
    timeout: number
  }
}

export interface AuthorizeOptions {
  /** Asks for less than the scope of the config. */
  scope?: string

  /** `create` opens the server's sign-up page; the others force or forbid a page. */
  prompt?: 'create' | 'login' | 'consent' | 'select_account' | 'none'

  /** Returned by `callback()`. Stored encrypted by the app; the server never sees it. */
  state?: Json
}
