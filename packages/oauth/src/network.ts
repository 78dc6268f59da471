import { safeFetchWrap } from '@atproto-labs/fetch-node'
import {
  AtprotoHandleResolverNode,
  type HandleResolver,
  type ResolveHandleOptions,
} from '@atproto/oauth-client-node'
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

/**
 * Gives a resolver a time limit: DNS queries take no signal, and a dead name server is silent.
 */
class TimedHandleResolver implements HandleResolver {
  constructor(
    private resolver: HandleResolver,
    private timeout: number
  ) {}

  async resolve(handle: string, options?: ResolveHandleOptions) {
    let timer: NodeJS.Timeout | undefined
    const timedOut = new Promise<never>((_, reject) => {
      const error = new Error(`Resolving "${handle}" took longer than ${this.timeout} ms`)
      timer = setTimeout(() => reject(error), this.timeout)
    })

    try {
      return await Promise.race([this.resolver.resolve(handle, options), timedOut])
    } finally {
      clearTimeout(timer)
    }
  }
}

/**
 * The config's handle resolver, or DNS and HTTPS as the handle spec wants. The latter keeps away
 * from private addresses in development too.
 */
export function createHandleResolver(network: NetworkConfig): HandleResolver | string {
  if (typeof network.handleResolver === 'string') {
    return network.handleResolver
  }
  return new TimedHandleResolver(
    network.handleResolver ?? new AtprotoHandleResolverNode(),
    network.timeout
  )
}
