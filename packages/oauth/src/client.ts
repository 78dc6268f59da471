import {
  type DidResolver,
  type HandleResolver,
  NodeOAuthClient,
  type NodeOAuthClientOptions,
  type NodeSavedSessionStore,
  type NodeSavedStateStore,
  requestLocalLock,
} from '@atproto/oauth-client-node'
import { createCache } from './caches.js'
import { createClientMetadata } from './client_metadata.js'
import { createDidResolver } from './did_resolver.js'
import { createHandleResolver } from './handle_resolver.js'
import { createOperatorFetch, createProtocolFetch } from './network.js'
import { createKeyset } from './private_keys.js'
import type { ResolvedOAuthConfig } from './types.js'

interface ClientStores {
  stateStore: NodeSavedStateStore
  sessionStore: NodeSavedSessionStore
}

export interface Clients {
  /** For everything that needs no store. */
  shared: NodeOAuthClient
  scoped: ClientFactory
  didResolver: DidResolver<'plc' | 'web'>
  handleResolver: HandleResolver
}

/**
 * Creates a client with its own stores, which shares everything else.
 */
export type ClientFactory = (stores: ClientStores) => NodeOAuthClient

/** In milliseconds. */
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const unused = {
  get: () => {
    throw new Error('This client has no store of its own')
  },
  set: () => {
    throw new Error('This client has no store of its own')
  },
  del: () => {},
}

/**
 * The library's client has one state store and one session store for all browsers. Here each
 * sign-in gets a client that sees only itself.
 */
export async function createClients(config: ResolvedOAuthConfig): Promise<Clients> {
  const fetch = createProtocolFetch(config.network)
  const allowHttp = config.network.allowPrivateAddresses
  const operatorFetch = createOperatorFetch(config.network)
  const didResolver = createDidResolver({
    plcUrl: config.network.plcUrl,
    allowHttp,
    operatorFetch,
    fetch,
    cache: createCache(HOUR, 16),
  })
  const handleResolver = createHandleResolver(config.network, operatorFetch)

  const options: Omit<NodeOAuthClientOptions, keyof ClientStores> = {
    clientMetadata: createClientMetadata(config),
    keyset: await createKeyset(config.privateKeys.release()),
    allowHttp,
    fetch,
    didResolver,
    handleResolver,
    handleCache: createCache(10 * MINUTE, 4),
    authorizationServerMetadataCache: createCache(MINUTE, 8),
    protectedResourceMetadataCache: createCache(MINUTE, 8),
    dpopNonceCache: createCache(MINUTE, 4),
    // The library's sessions are not used (see TokenSource), but without a lock it prints a
    // warning.
    requestLock: requestLocalLock,
  }

  const shared = new NodeOAuthClient({ ...options, stateStore: unused, sessionStore: unused })
  const { identityResolver } = shared
  return {
    shared,
    scoped: (stores) => new NodeOAuthClient({ ...options, identityResolver, ...stores }),
    didResolver,
    handleResolver,
  }
}
