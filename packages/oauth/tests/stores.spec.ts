import { test } from '@japa/runner'
import { onEachDatabase } from '@tests/support/databases'
import { stores } from '../index.js'
import { storeContract } from '../src/stores/contract.js'
import { createApp } from './helpers.js'

test.group('Memory stores', () => {
  for (const { title, run } of storeContract(() => stores.memory().resolver(null as any))) {
    test(title, run)
  }
})

onEachDatabase('Lucid stores', (database) => {
  const start = async () => createApp({ database: await database.create() })

  for (const { title, run } of storeContract(async () => (await start()).oauth.config.stores)) {
    test(title, run)
  }
})

test.group('Lucid stores', () => {
  test('wait for a locked SQLite file without blocking the process', async ({ assert }) => {
    const { oauth, db, dir } = await createApp()
    // As in an app whose driver waits: five seconds, and nothing else runs meanwhile.
    await db.rawQuery('PRAGMA busy_timeout = 5000')
    const other = await createApp({ dir, isMigrated: true })
    await other.db.rawQuery('begin exclusive')
    let isOpen = false

    const found = oauth.config.stores.grants.find('unknown').then(() => isOpen)
    await new Promise((resolve) => setTimeout(resolve, 100))
    isOpen = true
    await other.db.rawQuery('commit')

    assert.isTrue(await found)
    const [{ timeout }] = await db.rawQuery('PRAGMA busy_timeout')
    assert.equal(timeout, 5_000)
  })

  test('throw when config/database.ts does not have the connection', async ({ assert }) => {
    await assert.rejects(
      () => createApp({ config: { stores: stores.lucid({ connection: 'mysql' }) } }),
      'Invalid "config/atproto_oauth.ts": the connection "mysql" of stores.lucid() does not exist in config/database.ts'
    )
  })
})
