import { test } from '@japa/runner'
import { databases } from '@tests/support/databases'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import { LucidDeadLetterStore } from '../../src/dead_letters/lucid/store.js'
import { parseFrame } from '../../src/frames/parse_frame.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { writeMany } from '../../src/lucid/main.js'
import { startListener, STATUS, status } from '../helpers.js'
import { createDeadLetterTables, createStatuses, Status } from '../lucid/helpers.js'
import { follow, taps } from './taps.js'

const postgres = databases.find(({ dialect }) => dialect === 'postgres')!

for (const tap of taps) {
  test.group(`A NUL in a record, from the PDS through ${tap.name} to PostgreSQL`, (group) => {
    group.each.timeout(90_000)
    const missing = tap.missing ?? postgres.missing
    skipGroup(group, missing)

    test('keep the record as a dead letter, and index those around it', async ({ assert }) => {
      const server = await tap.start()
      const { url, adminPassword, accounts } = server
      const [alice] = accounts
      const { db } = await createStatuses(postgres)
      await createDeadLetterTables(db)
      const deadLetters = new LucidDeadLetterStore(() => db.connection())
      const registry = new IndexerRegistry()
      registry.index(STATUS, {
        batch: (events: any[]) =>
          writeMany(Status, events, ({ record }) => ({ emoji: record.status })),
      })
      registry.identity({ handle() {} })
      const values = { url, adminPassword, deadLetters, attempts: 2 }
      const { listener } = await startListener(registry, values)
      await follow(server, alice!)

      const written = []
      for (const emoji of ['1', 'a\0b', '2']) {
        written.push(await alice!.createRecord(STATUS, status(emoji)))
      }
      await until(async () => (await Status.query()).length === 2)
      const rows = await Status.query().orderBy('rev')
      assert.deepEqual(
        rows.map(({ emoji }) => emoji),
        ['1', '2']
      )
      const [letter, ...others] = await deadLetters.read({}, { limit: 10, maxBytes: 1e6 })
      assert.isEmpty(others)
      assert.deepInclude(letter, { uri: written[1]!.uri, reason: 'failed', attempts: 2 })
      assert.include(letter!.error, 'invalid byte sequence for encoding "UTF8": 0x00')
      assert.containSubset(parseFrame(letter!.frame!), { record: { status: 'a\0b' } })
      assert.isUndefined(listener.status().outage)
      await until(() => listener.status().pending.count === 0)
    })
  })
}
