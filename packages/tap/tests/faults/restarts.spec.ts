import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import type { TapConfig } from '../../src/types.js'
import { STATUS, status } from '../helpers.js'
import { listen } from './listen.js'
import { follow, taps, type TestTap } from './taps.js'

/** A listener on a server that follows an account. */
async function setup(tap: TestTap, values: Partial<TapConfig> = {}) {
  const server = await tap.start()
  const { url, adminPassword, accounts } = server
  const listening = await listen({ url, adminPassword, ...values })
  const [alice] = accounts
  await follow(server, alice!)
  return { alice: alice!, server, ...listening }
}

for (const tap of taps) {
  test.group(`A restart of ${tap.name}`, (group) => {
    group.each.timeout(120_000)
    skipGroup(group, tap.missing)

    test('reconnect within 2 s after a long outage', async ({ assert }) => {
      // With the delays that apps have by default, not those of the specs.
      const { alice, listener, hasSeen, server } = await setup(tap, { reconnect: undefined })
      await server.kill()
      await until(() => !listener.status().isConnected)
      // Long enough for the delay between two attempts to reach its maximum.
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      await server.startAgain()
      const returned = performance.now()
      await until(() => listener.status().isConnected)
      assert.isBelow(performance.now() - returned, 2_000)

      const record = await alice.createRecord(STATUS, status('1'))
      await until(() => hasSeen(record))
    })

    test('run each event once when the server sends it again after it was killed', async ({
      assert,
    }) => {
      const { alice, listener, seen, hasSeen, server } = await setup(tap)
      const record = await alice.createRecord(STATUS, status('1'))
      await until(() => hasSeen(record))
      await server.kill()
      await server.startAgain()
      await until(() => listener.status().totals.repeated > 0)
      assert.lengthOf(
        seen.filter(({ uri }) => uri === record.uri),
        1
      )
    })
  })
}
