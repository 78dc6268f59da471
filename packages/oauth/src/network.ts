import { safeFetchWrap } from '@atproto-labs/fetch-node'
import type { ResolvedOAuthConfig } from './types.js'

/** Documents of the identity and OAuth protocols are a few kilobytes. */
const MAX_DOCUMENT_SIZE = 512 * 1024

/** A response to `user.client` can be an image or a video. */
const MAX_RESOURCE_SIZE = 128 * 1024 * 1024

type NetworkConfig = ResolvedOAuthConfig['network']

function createFetch(network: NetworkConfig, timeout: number, responseMaxSize: number) {
  return safeFetchWrap({
    ssrfProtection: !network.allowPrivateAddresses,
    // Account servers may use other ports; private addresses are still refused.
    allowCustomPort: true,
    // The OAuth library passes Request objects, which always have a redirect mode.
    allowImplicitRedirect: true,
    timeout,
    responseMaxSize,
  }) as typeof globalThis.fetch
}

/**
 * For the requests that find an account's server, and for its OAuth endpoints.
 */
export function createProtocolFetch(network: NetworkConfig): typeof globalThis.fetch {
  const read = createFetch(network, network.timeout, MAX_DOCUMENT_SIZE)
  const send = createFetch(network, tokenTimeout(network), MAX_DOCUMENT_SIZE)
  return (input, init) => {
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
    return method === 'POST' ? send(input, init) : read(input, init)
  }
}

/**
 * A request that uses up a code or a refresh token is not given up early. In milliseconds.
 */
export function tokenTimeout({ timeout }: Pick<NetworkConfig, 'timeout'>): number {
  return timeout * 3
}

/**
 * How long the requests of one sign-in may take in all. In milliseconds.
 */
export function signInTimeout({ timeout }: Pick<NetworkConfig, 'timeout'>): number {
  return Math.min(15_000, timeout * 1.5)
}

/**
 * For requests on the user's behalf. Uploads take longer than documents.
 */
export function createResourceFetch(network: NetworkConfig): typeof globalThis.fetch {
  const fetch = createFetch(network, network.timeout * 6, MAX_RESOURCE_SIZE)
  return async (input, init) => {
    // The wrapper misses a signal that was aborted before.
    if (input instanceof Request) input.signal.throwIfAborted()
    return fetch(input, init)
  }
}
