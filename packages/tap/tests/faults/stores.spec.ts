import { Container } from '@adonisjs/core/container'
import type { Database } from '@adonisjs/lucid/database'
import { test } from '@japa/runner'
import { type DatabaseConnection, databases, type TestDatabase } from '@tests/support/databases'
import { until } from '@tests/support/until'
import { LucidDeadLetterStore } from '../../src/dead_letters/lucid/store.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { Listener } from '../../src/listener.js'
import {
  cleanup,
  config,
  frame,
  recordEvent,
  startChannelServer,
  startLog,
  STATUS,
} from '../helpers.js'
import { connect, createDeadLetterTables } from '../lucid/helpers.js'
import { startCuttingProxy } from './cutting_proxy.js'

const sqlite = databases.find(({ dialect }) => dialect === 'sqlite')!
const EVENTS = 200

async function createLetters(database: TestDatabase) {
  const connection = await database.create()
  const db = connect(connection)
  await createDeadLetterTables(db)
  return { connection, db }
}

/** A listener that sets every second event aside in this database. */
async function listen(db: Database) {
  const server = await startChannelServer()
  const seen: string[] = []
  const registry = new IndexerRegistry()
  registry.index(STATUS, async ({ rkey }: any) => {
    if (Number(rkey) % 2) throw new Error('Poison')
    seen.push(rkey)
  })
  const deadLetters = new LucidDeadLetterStore(() => db.connection())
  const { logger, lines } = startLog()
  const settings = config({ url: server.url, deadLetters, attempts: 1, drainTimeout: 10 })
  const container = new Container()
  const listener = new Listener({ config: settings, registry, container, logger })
  await listener.start()
  cleanup(() => listener.stop())
  const socket = await server.connection()
  const send = () => {
    for (let id = 1; id <= EVENTS; id++) {
      const did = `did:web:repo-${id}.test`
      socket.send(frame(id, recordEvent({ did, rkey: String(id) })))
    }
  }
  return { server, listener, lines, seen, send }
}

/**
 * Healthy events are handled and acked, poison is not acked before it is stored, and everything is
 * once the store is back.
 */
async function checkFault(
  assert: any,
  { server, listener, lines, seen, send }: Awaited<ReturnType<typeof listen>>,
  db: Database,
  end: () => unknown
) {
  send()
  await until(() => listener.status().outage?.cause === 'dead letters')
  await until(() => server.acks.length === EVENTS / 2)
  assert.lengthOf(seen, EVENTS / 2)
  assert.isTrue(server.acks.every((id) => Number(id) % 2 === 0))

  await end()
  await until(() => server.acks.length === EVENTS)
  const [{ total }] = await db.from('atproto_tap_dead_letters').count('* as total')
  assert.equal(Number(total), EVENTS / 2)
  assert.isUndefined(listener.status().outage)
  const outages = lines.filter(({ msg }) => msg.includes('dead letters cannot be stored'))
  assert.lengthOf(outages, 1)
}

test.group('Dead letters in a SQLite file', (group) => {
  group.each.timeout(60_000)

  test('store them once the file is unlocked', async ({ assert }) => {
    const { connection, db } = await createLetters(sqlite)
    const other = connect(connection)
    const listening = await listen(db)
    await other.rawQuery('begin exclusive')
    await checkFault(assert, listening, db, () => other.rawQuery('commit'))
  })

  test('store them once there is room on the disk', async ({ assert }) => {
    const { db } = await createLetters(sqlite)
    const [{ page_count: pages }] = await db.rawQuery('PRAGMA page_count')
    await db.rawQuery(`PRAGMA max_page_count = ${pages}`)
    const listening = await listen(db)
    await checkFault(assert, listening, db, () => db.rawQuery('PRAGMA max_page_count = 1000000'))
  })
})

for (const database of databases.filter(({ dialect }) => dialect !== 'sqlite')) {
  test.group(`Dead letters on a server (${database.name})`, (group) => {
    group.each.timeout(60_000)
    if (database.missing) group.each.skip(true, database.missing)

    test('store them once the server is back', async ({ assert }) => {
      const { connection, db } = await createLetters(database)
      const address = connection.connection as { port: number }
      const proxy = await startCuttingProxy(address.port)
      const far = { ...connection, connection: { ...address, port: proxy.port } }
      const listening = await listen(connect(far as DatabaseConnection))
      proxy.goDown()
      await checkFault(assert, listening, db, proxy.comeUp)
    })
  })
}
