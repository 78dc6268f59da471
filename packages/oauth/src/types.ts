import type { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { HandleResolver, Jwk } from '@atproto/oauth-client-node'
import type { PermissionSets, ScopeInput } from './scope_types.js'

export type { SessionFailureReason, SessionLostReason } from './session_reasons.js'

/**
 * A value that survives `JSON.stringify` and `JSON.parse`.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

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
 * What a refresh writes.
 */
export type GrantTokens = Pick<GrantRow, 'tokens' | 'scope' | 'keyId' | 'expiresAt' | 'updatedAt'>

/**
 * What changes between refreshes.
 */
export type GrantChanges = Partial<
  Pick<GrantRow, 'sessionId' | 'handle' | 'isBackground' | 'lastUsedAt'>
>

export interface GrantPage {
  rows: GrantRow[]
  /** Pass it to get the next page; null after the last one. */
  cursor: string | null
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

  /**
   * Deletes the rows that expired before `now` (milliseconds since the epoch). Resolves to their
   * number.
   */
  prune(now: number): Promise<number>
}

/**
 * Stores grants. A method that can't reach its storage must throw: null and false mean that the
 * row does not exist, which signs that browser out.
 */
export interface GrantStore {
  create(row: GrantRow): Promise<void>
  find(id: string): Promise<GrantRow | null>
  findBySession(sessionId: string): Promise<GrantRow | null>

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

/**
 * What `stores.lucid()` and `stores.memory()` resolve to, and what a custom store is.
 */
export interface Stores {
  grants: GrantStore
  states: StateStore
}

export interface LucidStoresOptions {
  /** Name of a connection in `config/database.ts`. Defaults to the primary connection. */
  connection?: string
}

/**
 * Functions like `globalThis.fetch`, one for each kind of address. Time-outs and limits of size are
 * added to them.
 */
export interface NetworkFetches {
  /** For the addresses in the config: PLC directory and handle resolver. Any network. */
  operator?: typeof globalThis.fetch

  /**
   * For the servers that visitors name, and their OAuth endpoints. The package's refuses private
   * addresses, also behind public names and redirects: your own has to do that itself.
   */
  strangers?: typeof globalThis.fetch

  /** For `user.client` and `user.fetch`. What is said of `strangers` holds for it as well. */
  resources?: typeof globalThis.fetch
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

  /** Your own in the place of the package's, to go through a proxy or to use mutual TLS. */
  fetch?: NetworkFetches
}

/**
 * The object in `config/atproto_oauth.ts`.
 */
export interface OAuthConfig {
  /**
   * The address of the app, with the path if a proxy serves it under one and removes it. A
   * loopback address makes a development client that needs no registration; an https one makes a
   * client that servers discover.
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

  /**
   * What each sign-in asks for: a list, built with `scopes`, or text that contains `atproto`.
   * Defaults to `atproto`, which only signs in.
   */
  scope?: ScopeInput

  /** What `oauth.requestScopes()` may ask for later. Servers learn it from the client metadata. */
  optionalScope?: ScopeInput

  /**
   * The modules that `lex build` generated, like `{ xyz }`. Scopes are checked against them when
   * the app boots, and `user.can()` knows the permission sets among them.
   */
  lexicons?: object

  stores: Stores | ConfigProvider<Stores>

  /**
   * The guard in `config/auth.ts` that uses `atprotoUserProvider()`. Leave it out in an app without
   * one: `ctx.oauth.user` is the account either way.
   */
  guard?: string

  /**
   * ES256 private keys with a `kid`, as JWKs: one, several, or JSON of either. With a key the
   * client is confidential, and its sessions live for months instead of two weeks. The first key
   * signs; keep an old key in the list for as long as sessions made with it should live.
   *
   * An app in production needs one: false stands for a client that has none on purpose.
   */
  privateKeys?: string | Secret<string> | Jwk | Array<string | Secret<string> | Jwk> | false

  network?: NetworkOptions
}

/**
 * The config with its defaults and its stores.
 */
export interface ResolvedOAuthConfig {
  appUrl: URL
  isLoopback: boolean
  /** Whether a sign-in may start at another host: a test client has no cookies of hosts. */
  anyHost?: boolean
  clientName?: string
  logoUrl?: string
  tosUrl?: string
  policyUrl?: string
  redirectPath: string
  loginPath: string
  /** What each sign-in asks for. */
  scope: string
  /** What a sign-in can ask for besides. */
  optionalScope: string
  permissionSets: PermissionSets
  privateKeys: Secret<Jwk[]>
  stores: Stores
  guard?: string
  /** How long a browser's session lives: `age` in `config/session.ts`, in milliseconds. */
  sessionLifetime: number
  network: {
    plcUrl?: string
    handleResolver?: string | HandleResolver
    allowPrivateAddresses: boolean
    timeout: number
    fetch?: NetworkFetches
  }
}

export interface AuthorizeOptions {
  /** Asks for another scope than the config. Servers accept only what the client metadata has. */
  scope?: string

  /** `create` opens the server's sign-up page; the others force or forbid a page. */
  prompt?: 'create' | 'login' | 'consent' | 'select_account' | 'none'

  /**
   * The language of the account server's pages, like `pt-BR`, or several in the order of
   * preference. Servers may not have it.
   */
  locale?: string

  /** Returned by `callback()`. Stored encrypted by the app; the server never sees it. */
  state?: Json

  /**
   * Asks for a grant that lives on after this browser signed out, for jobs. It ends when it is
   * revoked, or replaced by the account's next background grant.
   */
  background?: boolean
}

/**
 * The options of a sign-in that a request starts.
 */
export interface SignInOptions extends AuthorizeOptions {
  /**
   * The page of the app to return to: `callback()` returns it. Defaults to the page that the
   * `atproto` middleware kept a visitor from. Addresses of other sites are ignored.
   */
  returnTo?: string

  /** Adds the account to those that the browser is signed in with. See `accounts()`. */
  addAccount?: boolean
}
