import { setTimeout as sleep } from 'node:timers/promises'
import { AppFactory } from '@adonisjs/core/factories/app'
import { test } from '@japa/runner'
import { databases, onEachDatabase, type TestDatabase } from '@tests/support/databases'
import { stores } from '../../index.js'
import { deadLetterContract } from '../../src/dead_letters/contract.js'
import { createDeadLetter } from '../../src/dead_letters/create_dead_letter.js'
import { LucidDeadLetterStore } from '../../src/dead_letters/lucid/store.js'
import { E_TAP_MISSING_TABLE } from '../../src/errors.js'
import { cleanup } from '../helpers.js'
import { createDeadLetterTables } from '../lucid/helpers.js'
import { openDatabase } from '../lucid/open_database.js'

const [sqlite] = databases

function letter() {
  return createDeadLetter({
    reason: 'failed',
    frame: '{}',
    error: 'Boom',
    attempts: 5,
    firstSeenAt: 1,
    parkedAt: 1,
  })
}

async function createTables(database: TestDatabase) {
  const connection = await database.create()
  const db = openDatabase(connection)
  await createDeadLetterTables(db)
  return { connection, db }
}

onEachDatabase('Dead letters in the database', (database, group) => {
  // The contract takes a store that holds other letters, and creating tables takes time.
  let tables: Awaited<ReturnType<typeof createTables>>
  group.setup(async () => {
    tables = await createTables(database)
    return () => tables.db.manager.closeAll()
  })

  for (const { title, run } of deadLetterContract(
    () => new LucidDeadLetterStore(() => tables.db.connection())
  )) {
    test(title, run)
  }

  test('throw with the command that creates a missing table', async ({ assert }) => {
    const { db } = await createTables(database)
    cleanup(() => db.manager.closeAll())
    await db.connection().schema.dropTable('atproto_tap_dead_letters')
    const store = new LucidDeadLetterStore(() => db.connection())
    const message =
      'The table "atproto_tap_dead_letters" does not exist. Create it with "node ace migration:run"'
    await assert.rejects(() => store.put([letter()]), E_TAP_MISSING_TABLE, message)
    await assert.rejects(() => store.count(), E_TAP_MISSING_TABLE, message)

    await db.connection().schema.dropTable('atproto_tap_leases')
    const lock = () => store.lock('me', 1, 2)
    await assert.rejects(lock, E_TAP_MISSING_TABLE, message.replace('dead_letters', 'leases'))
  })
})

test.group('Dead letters in a locked SQLite file', () => {
  test('wait without blocking the process', async ({ assert }) => {
    const { connection, db } = await createTables(sqlite)
    const other = openDatabase(connection)
    cleanup(() => Promise.all([db.manager.closeAll(), other.manager.closeAll()]))
    // As in an app whose driver waits: five seconds, and nothing else runs meanwhile.
    await db.rawQuery('PRAGMA busy_timeout = 5000')
    await other.rawQuery('begin exclusive')
    let isOpen = false

    const store = new LucidDeadLetterStore(() => db.connection())
    const put = store.put([letter()]).then(() => isOpen)
    await sleep(50)
    isOpen = true
    await other.rawQuery('commit')

    assert.isTrue(await put)
    const [{ timeout }] = await db.rawQuery('PRAGMA busy_timeout')
    assert.equal(timeout, 5_000)
  })
})

test.group('stores.lucid', () => {
  test('throw when config/database.ts does not have the connection', async ({ assert }) => {
    const { db } = await createTables(sqlite)
    cleanup(() => db.manager.closeAll())
    const app = new AppFactory().create(new URL('./', import.meta.url), () => {})
    await app.init()
    app.container.bindValue('lucid.db' as never, db as never)

    await assert.rejects(
      () => stores.lucid({ connection: 'mysql' }).resolver(app as never),
      'Invalid "config/tap.ts": the connection "mysql" of stores.lucid() does not exist in config/database.ts'
    )
    const store = await stores.lucid().resolver(app as never)
    assert.instanceOf(store, LucidDeadLetterStore)
  })
})
