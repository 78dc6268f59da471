import {
  NodeOAuthClient,
  type NodeOAuthClientOptions,
  type NodeSavedSessionStore,
  type NodeSavedStateStore,
  requestLocalLock,
} from '@atproto/oauth-client-node'
import { SimpleStoreMemory } from '@atproto-labs/simple-store-memory'
import { createClientMetadata } from './client_metadata.js'
import { createHandleResolver } from './handle_resolver.js'
import { createProtocolFetch } from './network.js'
import { createKeyset } from './private_keys.js'
import type { ResolvedOAuthConfig } from './types.js'

interface ClientStores {
  stateStore: NodeSavedStateStore
  sessionStore: NodeSavedSessionStore
}

/**
 * Creates a client with stores of its own that shares everything else.
 */
export type ClientFactory = (stores: ClientStores) => NodeOAuthClient

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
 * sign-in gets a client that sees only itself; `shared` is for everything that needs no store.
 */
export async function createClients(
  config: ResolvedOAuthConfig
): Promise<{ shared: NodeOAuthClient; scoped: ClientFactory }> {
  const cache = () => new SimpleStoreMemory<string, any>({ ttl: 60_000, max: 1_000 })

  const fetch = createProtocolFetch(config.network)

  const options: Omit<NodeOAuthClientOptions, keyof ClientStores> = {
    clientMetadata: createClientMetadata(config),
    keyset: await createKeyset(config.privateKeys.release()),
    allowHttp: config.network.allowPrivateAddresses,
    fetch,
    plcDirectoryUrl: config.network.plcUrl,
    handleResolver: createHandleResolver(config.network, fetch),
    authorizationServerMetadataCache: cache(),
    protectedResourceMetadataCache: cache(),
    dpopNonceCache: cache(),
    // Sessions have locks of their own; see SessionTokens.
    requestLock: requestLocalLock,
  }

  const shared = new NodeOAuthClient({ ...options, stateStore: unused, sessionStore: unused })
  const { identityResolver } = shared
  return {
    shared,
    scoped: (stores) => new NodeOAuthClient({ ...options, identityResolver, ...stores }),
  }
}
