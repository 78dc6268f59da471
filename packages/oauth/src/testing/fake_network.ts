import type { ResolvedOAuthConfig } from '../types.js'
import { didDocument, type FakeAccounts } from './fake_accounts.js'
import type { FakeAuthorizationServer } from './fake_authorization_server.js'
import type { FakePds } from './fake_pds.js'

const PLC_URL = 'https://plc.fake.test'

export interface FakeNetworkDependencies {
  accounts: FakeAccounts
  authorizationServer: FakeAuthorizationServer
  pds: FakePds
}

const notFound = () => Response.json({ error: 'NotFound' }, { status: 404 })

function refuseConnection(origin: string): never {
  const cause = Object.assign(new Error(`connect ECONNREFUSED ${origin}`), { code: 'ECONNREFUSED' })
  throw new TypeError('fetch failed', { cause })
}

/**
 * Responds to all requests of the package. Each address is a PDS with its own authorization server,
 * except the one of the PLC directory.
 */
export class FakeNetwork {
  #isRunning = true
  #deps: FakeNetworkDependencies

  constructor(deps: FakeNetworkDependencies) {
    this.#deps = deps
  }

  /** Whether the servers can be reached. The directory always can. */
  get isRunning(): boolean {
    return this.#isRunning
  }

  async start(): Promise<void> {
    this.#isRunning = true
  }

  async stop(): Promise<void> {
    this.#isRunning = false
  }

  /** The config of an app that uses this network. */
  config(timeout: number): ResolvedOAuthConfig['network'] {
    const fetch: typeof globalThis.fetch = (input, init) => this.#respond(new Request(input, init))
    return {
      plcUrl: PLC_URL,
      handleResolver: {
        resolve: async (handle) => this.#deps.accounts.find(handle)?.did ?? null,
      } as ResolvedOAuthConfig['network']['handleResolver'],
      allowPrivateAddresses: false,
      timeout,
      fetch: { operator: fetch, strangers: fetch, resources: fetch },
    }
  }

  async #respond(request: Request): Promise<Response> {
    request.signal.throwIfAborted()
    const { origin, pathname, host } = new URL(request.url)
    if (origin === PLC_URL) return this.#document(decodeURIComponent(pathname.slice(1)))
    if (!this.isRunning) refuseConnection(origin)

    const { authorizationServer, pds } = this.#deps
    const [, folder, name] = pathname.split('/')
    if (folder === 'xrpc') return pds.respond(name, request)
    if (folder === 'oauth') {
      const params = new URLSearchParams(await request.text())
      return authorizationServer.respond(origin, name, params)
    }
    if (folder !== '.well-known') return notFound()
    switch (name) {
      case 'oauth-protected-resource':
        return Response.json({ resource: origin, authorization_servers: [origin] })
      case 'oauth-authorization-server':
        return Response.json(authorizationServer.metadata(origin))
      case 'did.json':
        return this.#document(`did:web:${encodeURIComponent(host)}`)
      default:
        return notFound()
    }
  }

  #document(did: string) {
    const account = this.#deps.accounts.find(did)
    if (!account) return notFound()
    return Response.json(didDocument(account), {
      headers: { 'content-type': 'application/did+ld+json' },
    })
  }
}
