import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { TapClient } from '../../src/client/client.js'
import type { TapConfig } from '../../src/types.js'
import { listen } from '../faults/listen.js'
import { STATUS, status } from '../helpers.js'
import { startRealTap } from './real_tap.js'

/** A network, the real server, and a listener that follows an account. */
async function setup(values: Partial<TapConfig> = {}) {
  const { devnet, url, start } = await startRealTap()
  const server = await start()
  const listening = await listen({ url, ...values })
  const tap = new TapClient(listening.settings)
  const [alice] = devnet.accounts
  await tap.addRepos([alice!.did])
  await until(async () => (await tap.repoInfo(alice!.did))?.state === 'active')
  return { alice: alice!, start, server, ...listening }
}

test.group('The real Tap', (group) => {
  group.each.timeout(120_000)

  test('reconnect within 2 s when a killed server is started again', async ({ assert }) => {
    const { alice, listener, hasSeen, server, start } = await setup({
      reconnect: { minDelay: 250, maxDelay: 1_500 },
    })
    await server.kill()
    await until(() => !listener.status().isConnected)
    // Long enough for the delay between two attempts to reach its maximum.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    await start()
    const returned = performance.now()
    await until(() => listener.status().isConnected)
    assert.isBelow(performance.now() - returned, 2_000)

    const record = await alice.createRecord(STATUS, status('1'))
    await until(() => hasSeen(record))
  })

  test('run each event once when the server sends it again after it was killed', async ({
    assert,
  }) => {
    const { alice, listener, seen, hasSeen, server, start } = await setup()
    const record = await alice.createRecord(STATUS, status('1'))
    await until(() => hasSeen(record))
    await server.kill()
    await start()
    await until(() => listener.status().totals.repeated > 0)
    assert.lengthOf(
      seen.filter(({ uri }) => uri === record.uri),
      1
    )
  })
})
