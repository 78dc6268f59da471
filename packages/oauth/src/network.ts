import { safeFetchWrap } from '@atproto-labs/fetch-node'
import type { ResolvedOAuthConfig } from './types.js'

/** Documents of the identity and OAuth protocols are a few kilobytes. */
const MAX_DOCUMENT_SIZE = 512 * 1024

/** What an account's server answers to `user.client` can be a picture or a film. */
const MAX_RESOURCE_SIZE = 128 * 1024 * 1024

type NetworkConfig = ResolvedOAuthConfig['network']

function createFetch(network: NetworkConfig, timeout: number, responseMaxSize: number) {
  return safeFetchWrap({
    ssrfProtection: !network.allowPrivateAddresses,
    // Accounts may live on a server with a port of its own; private addresses stay closed.
    allowCustomPort: true,
    // The OAuth library hands over Request objects, which always name their redirect mode.
    allowImplicitRedirect: true,
    timeout,
    responseMaxSize,
  }) as typeof globalThis.fetch
}

/**
 * For what leads to an account's server and for its OAuth endpoints.
 */
export function createProtocolFetch(network: NetworkConfig) {
  return createFetch(network, network.timeout, MAX_DOCUMENT_SIZE)
}

/**
 * For requests that the app makes on the user's behalf. Uploads take longer than documents.
 */
export function createResourceFetch(network: NetworkConfig) {
  return createFetch(network, network.timeout * 6, MAX_RESOURCE_SIZE)
}
