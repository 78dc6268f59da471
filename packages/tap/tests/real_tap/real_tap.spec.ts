import { Container } from '@adonisjs/core/container'
import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { TapClient } from '../../src/client/client.js'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { Listener } from '../../src/listener.js'
import type { TapConfig, TapEvent } from '../../src/types.js'
import { cleanup, config, startLog, STATUS, status } from '../helpers.js'
import { startRealTap } from './real_tap.js'

/** A network, the real server, and a listener whose indexer throws on what `isPoison` says. */
async function setup(values: Partial<TapConfig> = {}) {
  const { devnet, url, start } = await startRealTap()
  const server = await start()
  const deadLetters = new MemoryDeadLetterStore()
  const settings = config({ url, deadLetters, attempts: 2, ...values })
  const registry = new IndexerRegistry()
  const seen: any[] = []
  const failures: any[] = []
  registry.index(STATUS, async (event: any) => {
    if (event.record?.status === '☠️') {
      failures.push(event)
      throw new Error('Poison')
    }
    seen.push(event)
  })
  registry.identity(async (event: TapEvent) => void seen.push(event))
  const { logger, lines } = startLog()
  const listener = new Listener({ config: settings, registry, container: new Container(), logger })
  await listener.start()
  cleanup(() => listener.stop())

  const tap = new TapClient(settings)
  const [alice, bob] = devnet.accounts
  await tap.addRepos([alice!.did, bob!.did])
  for (const { did } of [alice!, bob!]) {
    await until(async () => (await tap.repoInfo(did))?.state === 'active')
  }
  const letters = () => deadLetters.read({}, { limit: 1_000, maxBytes: 1e9 })
  const hasSeen = (uri: string) => seen.some((event) => event.uri === uri)
  return {
    alice: alice!,
    bob: bob!,
    listener,
    seen,
    failures,
    letters,
    hasSeen,
    lines,
    start,
    server,
  }
}

test.group('The real Tap', (group) => {
  group.each.timeout(120_000)

  test('park live poison, and handle what its repo wrote after it', async ({ assert }) => {
    const { alice, bob, failures, letters, hasSeen, listener } = await setup()
    const poison = await alice.createRecord(STATUS, status('☠️'))
    const next = await alice.createRecord(STATUS, status('1'))
    const other = await bob.createRecord(STATUS, status('2'))
    await until(() => hasSeen(next.uri) && hasSeen(other.uri))
    assert.lengthOf(failures, 2)
    const [letter] = await letters()
    assert.deepInclude(letter, { uri: poison.uri, reason: 'failed', attempts: 2, live: true })
    assert.equal(listener.status().pending.count, 0)
  })

  test('hide an account although its live record fails, within liveTimeout', async ({ assert }) => {
    const { alice, seen, failures, letters } = await setup({ attempts: 1_000, liveTimeout: 2_000 })
    await alice.createRecord(STATUS, status('☠️'))
    await until(() => failures.length > 0)
    await alice.deactivate()
    await until(() => seen.some((event) => event.status === 'deactivated'))
    assert.lengthOf(await letters(), 1)
  })

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

    const { uri } = await alice.createRecord(STATUS, status('1'))
    await until(() => hasSeen(uri))
  })

  test('run each event once when the server sends it again after it was killed', async ({
    assert,
  }) => {
    const { alice, listener, seen, hasSeen, server, start } = await setup()
    const { uri } = await alice.createRecord(STATUS, status('1'))
    await until(() => hasSeen(uri))
    await server.kill()
    await start()
    await until(() => listener.status().totals.repeated > 0)
    assert.lengthOf(
      seen.filter((event) => event.uri === uri),
      1
    )
  })
})
