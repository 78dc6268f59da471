import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { startListener, STATUS, status } from '../helpers.js'
import { follow, REACTION, taps, type TestTap } from './taps.js'

async function setup(tap: TestTap) {
  const server = await tap.start()
  const { url, adminPassword, accounts } = server
  const deadLetters = new MemoryDeadLetterStore()
  const handled: { version: string; uri: string }[] = []
  const start = async (version: string, collections: string[]) => {
    const registry = new IndexerRegistry()
    for (const collection of collections) {
      registry.index(collection, async ({ uri }: any) => void handled.push({ version, uri }))
    }
    registry.identity({ handle() {} })
    const { listener } = await startListener(registry, { url, adminPassword, deadLetters })
    return listener
  }
  for (const account of accounts) await follow(server, account)
  const letters = () => deadLetters.list({}, { limit: 1_000 })
  return { accounts, start, handled, letters }
}

for (const tap of taps) {
  test.group(`Two versions at once, on ${tap.name}`, (group) => {
    group.each.timeout(90_000)
    skipGroup(group, tap.missing)

    test('handle every event, those of a collection that the older one does not bind', async ({
      assert,
    }) => {
      const { accounts, start, handled, letters } = await setup(tap)
      const old = await start('old', [STATUS])
      const rolledOut = await start('new', [STATUS, REACTION])
      await until(() => old.status().isConnected && rolledOut.status().isConnected)
      const written: string[] = []
      for (let index = 0; index < 30; index++) {
        const account = accounts[index % accounts.length]!
        // Servers send to their clients in turn, so that every second one would go to one of them.
        const collection = index % 3 === 0 ? STATUS : REACTION
        written.push((await account.createRecord(collection, status('1'))).uri)
      }
      await until(async () => handled.length + (await letters()).length === written.length)
      assert.sameMembers([...new Set((await letters()).map(({ reason }) => reason))], ['unbound'])

      await old.stop()
      await start('next', [STATUS, REACTION])
      assert.isEmpty(await letters())
      assert.sameMembers(
        handled.map(({ uri }) => uri),
        written
      )
      assert.isTrue(handled.some(({ version }) => version === 'next'))
    })
  })
}
