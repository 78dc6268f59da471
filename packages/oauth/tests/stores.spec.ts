import { test } from '@japa/runner'
import { stores } from '../index.js'
import { storeContract } from '../src/stores/contract.js'
import { createApp } from './helpers.js'

test.group('Memory stores', () => {
  for (const { title, run } of storeContract(() => stores.memory().resolver(null as any))) {
    test(title, run)
  }
})

test.group('Lucid stores', () => {
  for (const { title, run } of storeContract(async () => (await createApp()).oauth.config.stores)) {
    test(title, run)
  }

  test('throw when the connection is not in config/database.ts', async ({ assert }) => {
    await assert.rejects(
      () => createApp({ config: { stores: stores.lucid({ connection: 'mysql' }) } }),
      'Invalid "config/atproto_oauth.ts": the connection "mysql" of stores.lucid() does not exist in config/database.ts'
    )
  })
})
