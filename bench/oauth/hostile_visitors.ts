import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { bootApp, migrate } from './app.js'

export interface HostileResult {
  /** What the app keeps, in megabytes */
  kept: number
  /** What the process has grown by, in megabytes */
  grown: number
  rows: number
  othersLost: number
}

const WARM_UP = 1_000
const AT_ONCE = 20

const MEGABYTE = 1024 * 1024

process.on('disconnect', () => process.exit())

const { folder, connection, port, times } = JSON.parse(process.argv[2]!)

const { fetch } = globalThis

/**
 * Finds each host at a loopback address of its own: to this process they are different servers. The
 * package's own fetch for strangers ends here, with the connections that it has.
 */
globalThis.fetch = (input, init) => {
  const request = new Request(input, init)
  const { hostname, origin, pathname } = new URL(request.url)
  const host = Number(hostname.match(/\d+/)![0])
  const address = `http://127.1.${host >> 8}.${host & 255}:${port}${pathname}`
  request.headers.set('x-origin', origin)
  const { dispatcher } = init as { dispatcher?: unknown }
  return fetch(new Request(address, request), { dispatcher } as RequestInit)
}

const app = await bootApp({
  dir: folder,
  database: connection,
  config: { appUrl: 'http://127.0.0.1:3333', network: { allowPrivateAddresses: true } },
})
await app.start(() => {})
await migrate(app, folder)
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

/** Until connections are closed and the engine has given back what was garbage. In milliseconds. */
const REST = 12_000

async function memoryAtRest() {
  globalThis.gc!()
  await sleep(REST)
  globalThis.gc!()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { live: (heapUsed + external) / MEGABYTE, resident: rss / MEGABYTE }
}

const states = () => db.from('atproto_oauth_states').select('id')

if (!(await start(0, { browser: 'honest', address: '198.51.100.1' }))) {
  throw new Error('No sign-in is accepted: the line would measure nothing')
}
const [honest] = await states()

await flood(2, WARM_UP)
const before = await memoryAtRest()
await flood(WARM_UP, WARM_UP + times)
const after = await memoryAtRest()

const left = await states()
const rows = left.map(({ id }) => id)
const isKept = rows.includes(honest!.id)
const hostile: HostileResult = {
  kept: after.live - before.live,
  grown: after.resident - before.resident,
  rows: rows.length - (isKept ? 1 : 0),
  othersLost: isKept ? 0 : 1,
}
process.send!({ hostile })
