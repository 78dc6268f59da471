import type { Secret } from '@adonisjs/core/helpers'
import type { HandleResolver, Jwk } from '@atproto/oauth-client-node'
import type { PermissionSets } from '../scope_types.js'
import type { NetworkFetches } from './network.js'
import type { Stores } from './stores.js'

/**
 * The config with its defaults and its stores.
 */
export interface ResolvedOAuthConfig {
  appUrl: URL
  isLoopback: boolean
  /** Whether a sign-in may start at any host. The cookies of test clients have no host. */
  anyHost?: boolean
  clientName?: string
  logoUrl?: string
  tosUrl?: string
  policyUrl?: string
  redirectPath: string
  loginPath: string
  /** The scope of each sign-in. */
  scope: string
  /** The scopes that can be requested in addition. */
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
