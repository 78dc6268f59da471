import { createClientMetadata } from '../client_metadata.js'
import { createCore, type OAuthServices } from '../core.js'
import { MemoryGrantStore, MemoryStateStore } from '../stores/memory.js'
import type { ResolvedOAuthConfig } from '../types.js'
import { CallLog } from './call_log.js'
import { FakeAccounts } from './fake_accounts.js'
import { FakeAuthorizationServer } from './fake_authorization_server.js'
import { FakeNetwork } from './fake_network.js'
import { FakePds } from './fake_pds.js'

export type FakeParts = Awaited<ReturnType<typeof createFakeParts>>

/**
 * The real parts of this package on a network and stores in this process.
 *
 * @param real - The config of the app
 */
export async function createFakeParts(real: ResolvedOAuthConfig, services: OAuthServices) {
  const log = new CallLog()
  const accounts = new FakeAccounts()
  const { scope = '' } = createClientMetadata(real)
  const server = new FakeAuthorizationServer(scope, real.permissionSets)
  const pds = new FakePds({ accounts, grants: server.grants, log })
  const network = new FakeNetwork({ accounts, authorizationServer: server, pds })

  const config: ResolvedOAuthConfig = {
    ...real,
    anyHost: true,
    network: network.config(real.network.timeout),
    stores: { grants: new MemoryGrantStore(), states: new MemoryStateStore() },
  }
  const core = await createCore(config, services)
  return { accounts, config, core, log, network, pds, server }
}
