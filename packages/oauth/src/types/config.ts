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
   * The URL of the app. Include the path if a proxy serves the app under one and strips it. With a
   * loopback address, the app is a development client and needs no registration. With an https URL,
   * servers discover the client.
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
   * The scope of each sign-in: a list that is built with `scopes`, or a string that contains
   * `atproto`. Defaults to `atproto`, which only lets users sign in.
   */
  scope?: ScopeInput

  /**
   * The scopes that `oauth.requestScopes()` may request later. They are part of the client
   * metadata.
   */
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
   * ES256 private keys with a `kid`: one or several JWKs, or their JSON. With a key, the client is
   * confidential, and its sessions last for months instead of two weeks. The first key signs. Keep
   * an old key in the list for as long as its sessions should last.
   *
   * An app in production needs a key. Set this to false for a client that has none on purpose.
   */
  privateKeys?: string | Secret<string> | Jwk | Array<string | Secret<string> | Jwk> | false

  network?: NetworkOptions
}
