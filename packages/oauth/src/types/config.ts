import type { Secret } from '@adonisjs/core/helpers'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { Jwk } from '@atproto/oauth-client-node'
import type { ScopeInput } from '../scope_types.js'
import type { NetworkOptions } from './network.js'
import type { Stores } from './stores.js'

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
