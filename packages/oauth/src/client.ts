import {
  createDidResolver,
  type DidResolver,
  type HandleResolver,
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

export interface Clients {
  /** For everything that needs no store. */
  shared: NodeOAuthClient
  scoped: ClientFactory
  didResolver: DidResolver<'plc' | 'web'>
  handleResolver: HandleResolver
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
 * sign-in gets a client that sees only itself.
 */
export async function createClients(config: ResolvedOAuthConfig): Promise<Clients> {
  const cache = () => new SimpleStoreMemory<string, any>({ ttl: 60_000, max: 1_000 })

  const fetch = createProtocolFetch(config.network)
  const allowHttp = config.network.allowPrivateAddresses
  const { plcUrl: plcDirectoryUrl } = config.network
  const didResolver = createDidResolver({ fetch, allowHttp, plcDirectoryUrl })
  const handleResolver = createHandleResolver(config.network, fetch)

  const options: Omit<NodeOAuthClientOptions, keyof ClientStores> = {
    clientMetadata: createClientMetadata(config),
    keyset: await createKeyset(config.privateKeys.release()),
    allowHttp,
    fetch,
    plcDirectoryUrl,
    didResolver,
    handleResolver,
    authorizationServerMetadataCache: cache(),
    protectedResourceMetadataCache: cache(),
    dpopNonceCache: cache(),
    // Without it the library warns, but its sessions are not used: see TokenSource.
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
