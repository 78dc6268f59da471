import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { bootApp, migrate } from './app.js'

/** In megabytes, compared with the same app after as many sign-ins at honest servers. */
export interface HostileResult {
  /** What stays in memory. */
  kept: number
  /** The peak of the process. */
  largest: number
  /** The process at rest, compared with its size after the first hostile sign-ins. */
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
 * Sends the requests to each host to a loopback address of its own, so that this process sees
 * different servers. The package's own fetch for strangers calls this one, with its dispatcher.
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

type Kind = 'honest' | 'hostile'

const start = (kind: Kind, host: number, origin: { browser: string; address: string }) =>
  oauth.startSignIn(`https://${kind}${host}.example`, origin).then(
    () => true,
    () => false
  )

/** Resolves to the peak size of the process, in megabytes. */
async function flood(kind: Kind, from: number, to: number): Promise<number> {
  let next = from
  let largest = 0
  const watch = setInterval(() => (largest = Math.max(largest, process.memoryUsage.rss())), 20)
  const visit = async () => {
    while (next < to) await start(kind, next++, { browser: randomUUID(), address: '203.0.113.7' })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, visit))
  clearInterval(watch)
  return largest / MEGABYTE
}

/** How long idle connections may take to close, in milliseconds. */
const REST = 6_000

async function memoryAtRest() {
  await sleep(REST)
  // An ordinary garbage collection does not return empty pages to the system.
  globalThis.gc!({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const { heapUsed, external, rss } = process.memoryUsage()
  return { live: (heapUsed + external) / MEGABYTE, resident: rss / MEGABYTE }
}

const states = () => db.from('atproto_oauth_states').select('id')

if (!(await start('hostile', 0, { browser: 'honest', address: '198.51.100.1' }))) {
  throw new Error('No sign-in is accepted, so there is nothing to measure')
}
const [honest] = await states()

const honestLargest = await flood('honest', 2, times)
const before = await memoryAtRest()
await flood('hostile', 2, WARM_UP)
const early = await memoryAtRest()
const largest = await flood('hostile', WARM_UP, WARM_UP + times)
const after = await memoryAtRest()
const first = (early.resident - before.resident).toFixed(1)
console.error(`The first ${WARM_UP} hostile sign-ins: ${first} MB at rest`)

const left = await states()
const rows = left.map(({ id }) => id)
const isKept = rows.includes(honest!.id)
const hostile: HostileResult = {
  kept: after.live - before.live,
  largest: largest - honestLargest,
  grown: after.resident - early.resident,
  rows: rows.length - (isKept ? 1 : 0),
  othersLost: isKept ? 0 : 1,
}
process.send!({ hostile })
