import type { Devnet } from '../devnet.js'
import type { Interceptor } from '../http/interceptor.js'

/** The path on the PDS where a devnet describes itself. */
export const DESCRIPTION_PATH = '/.well-known/atproto-devnet'

/** What another process needs to use a devnet. On a devnet, no password protects anything. */
export interface Description {
  plcUrl: string
  pdsUrl: string
  pdsAdminPassword: string
  tap?: { url: string; adminPassword: string }
  accounts: { did: string; handle: string; email: string; password: string }[]
}

/** Responds with the description once the devnet has started. */
export function serveDescription(started: () => Devnet | undefined): Interceptor {
  return (request, response, next) => {
    if (request.url !== DESCRIPTION_PATH || request.method !== 'GET') return next()

    const devnet = started()
    response
      .writeHead(devnet ? 200 : 503, { 'content-type': 'application/json' })
      .end(JSON.stringify(devnet ? describe(devnet) : { error: 'Starting' }))
  }
}

function describe({ plc, pds, env, accounts }: Devnet): Description {
  return {
    plcUrl: plc.url,
    pdsUrl: pds.url,
    pdsAdminPassword: pds.adminPassword,
    ...(env.TAP_URL && { tap: { url: env.TAP_URL, adminPassword: env.TAP_ADMIN_PASSWORD ?? '' } }),
    accounts: accounts.map(({ did, handle, email, password }) => ({
      did,
      handle,
      email,
      password,
    })),
  }
}
