import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBenchApp, createTables } from './app.js'

export interface HostileResult {
  megabytes: number
  rows: number
  othersLost: number
}

const TIMES = 10_000
const WARM_UP = 1_000
const AT_ONCE = 20

const PADDING = {
  /** More than a document may have. */
  large: 'x'.repeat(480 * 1024),
  /** As much as one may have: it is accepted, and could be kept. */
  accepted: 'x'.repeat(60 * 1024),
}

const json = (body: object) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

/** Answers for any host: every other one with documents that are accepted. */
const hostileServers: typeof globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const { origin, hostname, pathname } = new URL(request.url)
  const isAccepted = Number(hostname.match(/\d+/)?.[0]) % 2 === 0
  const padding = isAccepted ? PADDING.accepted : PADDING.large
  if (pathname === '/.well-known/oauth-protected-resource') {
    return json({ resource: origin, authorization_servers: [origin], padding })
  }
  if (pathname === '/.well-known/oauth-authorization-server') {
    return json({ ...metadataOf(origin), padding })
  }
  return new Response(JSON.stringify({ request_uri: `urn:${randomUUID()}`, expires_in: 60 }), {
    status: 201,
    headers: { 'content-type': 'application/json', 'dpop-nonce': randomUUID() },
  })
}

function metadataOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    require_pushed_authorization_requests: true,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    scopes_supported: ['atproto'],
    dpop_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    protected_resources: [issuer],
  }
}

const { folder, connection } = JSON.parse(process.argv[2]!)
const app = await createBenchApp({
  folder,
  connection,
  appUrl: 'http://127.0.0.1:3333',
  network: { fetch: { strangers: hostileServers } },
})
await app.start(() => {})
await createTables(app, folder)
const oauth = await app.container.make('atproto.oauth')
const db = await app.container.make('lucid.db')

const start = (host: number, origin: { browser: string; address: string }) =>
  oauth.startSignIn(`https://host${host}.example`, origin).then(
    () => true,
    () => false
  )

async function flood(from: number, to: number) {
  let next = from
  const visit = async () => {
    while (next < to) await start(next++, { browser: randomUUID(), address: '203.0.113.7' })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, visit))
}

/** Until the engine has given back what was garbage. In milliseconds. */
const REST = 12_000

async function memoryAtRest(): Promise<number> {
  globalThis.gc!()
  await sleep(REST)
  globalThis.gc!()
  return process.memoryUsage.rss() / 1024 / 1024
}

const states = () => db.from('atproto_oauth_states').select('id')

if (!(await start(0, { browser: 'honest', address: '198.51.100.1' }))) {
  throw new Error('No sign-in is accepted: the line would measure nothing')
}
const [honest] = await states()

await flood(2, WARM_UP)
const before = await memoryAtRest()
await flood(WARM_UP, WARM_UP + TIMES)
const after = await memoryAtRest()

const left = await states()
const rows = left.map(({ id }) => id)
const isKept = rows.includes(honest!.id)
const hostile: HostileResult = {
  megabytes: after - before,
  rows: rows.length - (isKept ? 1 : 0),
  othersLost: isKept ? 0 : 1,
}
process.send!({ hostile })
