import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Writable } from 'node:stream'
import { Container } from '@adonisjs/core/container'
import { Logger } from '@adonisjs/core/logger'
import { getActiveTest } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { NodeProcess } from '@tests/support/processes'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { type WebSocket, WebSocketServer } from 'ws'
import { resolveConfig } from '../src/define_config.js'
import { IndexerRegistry } from '../src/indexers/registry.js'
import { Listener } from '../src/listener.js'
import { Tap } from '../src/tap.js'
import type { Delivery, TapConfig, TapEvent } from '../src/types.js'

export const STATUS = 'xyz.statusphere.status'
export const ALICE = 'did:plc:alice2345678901234567890'
export const BOB = 'did:plc:bob234567890123456789012'

export function cleanup(end: () => unknown) {
  getActiveTest()!.cleanup(async () => {
    await end()
  })
}

export function deferred<T = void>() {
  return Promise.withResolvers<T>()
}

export function config(values: Partial<TapConfig> = {}) {
  return resolveConfig({
    url: 'http://127.0.0.1:2480',
    deadLetters: false,
    reconnect: { minDelay: 10, maxDelay: 50 },
    retry: { minDelay: 10, maxDelay: 50 },
    ...values,
  })
}

let lastId = 0

export function recordEvent(values: Record<string, unknown> = {}): TapEvent {
  const event = {
    type: 'record',
    did: ALICE,
    rev: '3l3qo2vutsw2b',
    collection: STATUS,
    rkey: '3l3qo2vuowo2b',
    action: 'create',
    cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
    record: { $type: STATUS, status: '👍', createdAt: '2026-11-23T10:00:00.000Z' },
    live: true,
    ...values,
  }
  return { uri: `at://${event.did}/${event.collection}/${event.rkey}`, ...event } as TapEvent
}

export function identityEvent(values: Record<string, unknown> = {}): TapEvent {
  return {
    type: 'identity',
    did: ALICE,
    handle: 'alice.test',
    isActive: true,
    status: 'active',
    ...values,
  } as TapEvent
}

/**
 * A delivery that notes its acks.
 */
export interface NotedDelivery extends Delivery {
  acks: number
  outcomes: string[]
  releases: number
}

export function delivery(event: TapEvent, id = String(++lastId)): NotedDelivery {
  return {
    id,
    event,
    weight: 100,
    acks: 0,
    outcomes: [],
    releases: 0,
    ack(outcome) {
      this.acks++
      this.outcomes.push(outcome)
    },
    release() {
      this.releases++
    },
  }
}

/**
 * The event as Tap writes it on the wire.
 */
export function frame(id: number | string, event: TapEvent = recordEvent()): string {
  const { type, ...rest } = event as any
  delete rest.uri
  if (type === 'identity') {
    rest.is_active = rest.isActive
    delete rest.isActive
  }
  return `{"id":${id},"type":"${type}","${type}":${JSON.stringify(rest)}}`
}

/**
 * A logger, and the lines it wrote.
 */
export function startLog() {
  const lines: { level: number; msg: string; [key: string]: any }[] = []
  const desination = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(chunk))
      done()
    },
  })
  return { logger: new Logger({ enabled: true, level: 'info', desination }), lines }
}

/**
 * The far end of a channel, under the test's control.
 */
export async function startChannelServer() {
  const { server, url } = await startHttpServer((_, response) => response.writeHead(404).end())
  const wss = new WebSocketServer({ server, path: '/channel' })
  const sockets: WebSocket[] = []
  const acks: string[] = []
  wss.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data) => acks.push(/"id":(\d+)/.exec(data.toString())![1]!))
    socket.on('error', () => {})
  })
  cleanup(() => {
    for (const socket of sockets) socket.terminate()
    wss.close()
  })
  /** Waits for the nth connection, counted from 1. */
  const connection = (number = 1) => until(() => sockets[number - 1], `connection ${number}`)
  return { server, wss, url, sockets, acks, connection }
}

/**
 * PLC, PDS and a Tap that follows statuses.
 */
export async function startNetwork(tap: object = {}) {
  const devnet = await startDevnet({
    tap: {
      adminPassword: 'sesame',
      signalCollection: STATUS,
      collectionFilters: [STATUS],
      ...tap,
    },
  })
  cleanup(() => devnet.close())
  return devnet
}

export function status(emoji: string) {
  return { status: emoji, createdAt: new Date().toISOString() }
}

/**
 * The database that `tests/app` writes to.
 */
export async function createDatabase() {
  const path = join(await tempFolder(), 'db.sqlite')
  const db = new DatabaseSync(path)
  cleanup(() => db.close())
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE statuses (uri TEXT PRIMARY KEY, did TEXT, rev TEXT, is_deleted BOOLEAN DEFAULT FALSE, status TEXT);
    CREATE TABLE accounts (did TEXT PRIMARY KEY, handle TEXT, status TEXT);
    CREATE TABLE handled (id INTEGER PRIMARY KEY, uri TEXT, action TEXT, step TEXT, pid INTEGER);
  `)
  return {
    path,
    statuses: () => db.prepare('SELECT * FROM statuses ORDER BY rowid').all() as any[],
    accounts: () => db.prepare('SELECT * FROM accounts').all() as any[],
    handled: (step: 'begun' | 'done') =>
      db.prepare('SELECT * FROM handled WHERE step = ? ORDER BY id').all(step) as any[],
  }
}

/**
 * Runs a command of `tests/app`, or `serve`, in a process of its own, with the package as it was
 * built.
 */
export function runApp(command: string, env: Record<string, string>) {
  const main = join(import.meta.dirname, 'app', 'main.ts')
  return NodeProcess.forTest(['--import=@tests/support/typescript', main, command], {
    env: { NODE_ENV: 'production', NO_COLOR: '1', HOST: '127.0.0.1', ...env },
  })
}

/**
 * A listener that is stopped when the test is done, and the service that has it.
 */
export function createListener(registry: IndexerRegistry, values: Partial<TapConfig> = {}) {
  const settings = config(values)
  const { logger, lines } = startLog()
  const listener = new Listener({ config: settings, registry, container: new Container(), logger })
  cleanup(() => listener.stop())
  const tap = new Tap(settings, registry, listener, {
    register: () => {
      throw new Error('No routes here')
    },
  })
  return { listener, tap, settings, lines }
}

export async function startListener(registry: IndexerRegistry, values: Partial<TapConfig> = {}) {
  const created = createListener(registry, values)
  await created.listener.start()
  return created
}

/**
 * The service of a listener that was not started.
 */
export function createTap(registry = new IndexerRegistry(), values: Partial<TapConfig> = {}) {
  return createListener(registry, values).tap
}
