import { test } from '@japa/runner'
import type { Tap } from '../../index.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { tapEvents } from '../../src/testing/main.js'
import type { DidDocument } from '../../src/types.js'
import { ALICE, BOB, createTap, startNetwork, STATUS } from '../helpers.js'

/**
 * The service on the real server, or on the fake, and an account that both know.
 */
const SERVERS = [
  {
    server: 'a Tap server',
    async start() {
      const network = await startNetwork({ signalCollection: undefined })
      const { url, adminPassword } = network.tap
      const tap = createTap(new IndexerRegistry(), { url, adminPassword })
      return { tap, did: network.accounts[0]!.did as string }
    },
  },
  {
    server: 'the fake',
    async start() {
      const tap = createTap(new IndexerRegistry(), { url: 'http://127.0.0.1:9/tap' })
      tap.fake().setDocument({ id: ALICE, service: [] } as DidDocument)
      return { tap, did: ALICE as string }
    },
  },
]

test.group('tap.fake | as the server does it', (group) => {
  group.each.timeout(60_000)

  test('follow repos, and return what is known of them, on {server}')
    .with(SERVERS)
    .run(async ({ assert }, { start }) => {
      const { tap, did } = await start()
      assert.deepEqual(await tap.health(), { status: 'ok' })
      assert.isNull(await tap.repoInfo(did))
      assert.equal(await tap.stats.repoCount(), 0)

      await tap.addRepos([did])
      await tap.addRepos([did])
      const info = (await tap.repoInfo(did))!
      assert.equal(info.did, did)
      assert.isString(info.state)
      assert.equal(await tap.stats.repoCount(), 1)
      assert.equal((await tap.resolveDid(did))!.id, did)

      await tap.removeRepos([did])
      await tap.removeRepos([did])
      assert.isNull(await tap.repoInfo(did))
      assert.equal(await tap.stats.repoCount(), 0)
      assert.isNumber(await tap.stats.recordCount())
      assert.isNumber(await tap.stats.outboxBuffer())
      assert.equal(await tap.stats.resyncBuffer(), 0)
      assert.deepEqual(Object.keys(await tap.stats.cursors()), ['firehose', 'listRepos'])
      await assert.rejects(() => tap.addRepos(['alice.test']), '"alice.test" is not a DID')
    })
})

function setup() {
  const tap: Tap = createTap()
  const seen: unknown[] = []
  const state = { error: undefined as Error | undefined }
  tap.index(STATUS, async (event) => {
    if (state.error) throw state.error
    seen.push(event)
  })
  return { tap, fake: tap.fake(), seen, state }
}

test.group('tap.fake', () => {
  test('return who is followed', async ({ assert }) => {
    const { tap, fake } = setup()
    fake.assertNobodyFollowed()
    await tap.addRepos([ALICE])
    fake.assertFollowed(ALICE)
    fake.assertNotFollowed(BOB)
    assert.deepEqual(fake.repos, [ALICE])
    assert.throws(() => fake.assertFollowed(BOB), `Expected ${BOB} to be followed`)
    assert.throws(() => fake.assertNotFollowed(ALICE), `Expected ${ALICE} not to be followed`)
    assert.throws(() => fake.assertNobodyFollowed(), 'Expected nobody to be followed')
  })

  test('return what the test sets', async ({ assert }) => {
    const { tap, fake } = setup()
    fake.setRepo(ALICE, { handle: 'alice.test', records: 3 })
    assert.containSubset(await tap.repoInfo(ALICE), { handle: 'alice.test', records: 3 })
    assert.equal(await tap.stats.recordCount(), 3)
    await assert.rejects(() => tap.resolveDid(ALICE), /responded to GET \/resolve\/\S+ with 500/)
  })

  test('fail while it is down, and work again afterwards', async ({ assert }) => {
    const { tap, fake } = setup()
    fake.goDown()
    const error = await tap.addRepos([ALICE]).catch((it) => it)
    assert.equal(error.code, 'E_TAP_UNREACHABLE')
    fake.comeUp()
    await tap.addRepos([ALICE])
    fake.assertFollowed(ALICE)
  })

  test('pass events to the real indexers, and return the dead letters', async ({ assert }) => {
    const { tap, fake, seen, state } = setup()
    const event = tapEvents.create(STATUS, { status: '👍' })
    assert.equal(await tap.dispatch(event), 'done')
    assert.lengthOf(seen, 1)
    fake.assertNothingParked()

    state.error = new Error('No such table')
    const begun = performance.now()
    assert.equal(await tap.dispatch(tapEvents.update(event, { status: '💙' })), 'parked')
    assert.isBelow(performance.now() - begun, 200)
    fake.assertParked(event.uri)
    fake.assertParked(event.uri, 'failed')
    assert.lengthOf(fake.parked, 1)
    assert.throws(
      () => fake.assertNothingParked(),
      `Expected nothing to be set aside, but ${event.uri} was (failed): No such table`
    )
    assert.throws(() => fake.assertParked(event.uri, 'invalid'), /to be set aside as invalid/)
    assert.throws(() => fake.assertParked('at://x'), 'Expected at://x to be set aside')
  })

  test('store a dead letter immediately when a handler fails as in an outage', async ({
    assert,
  }) => {
    const { tap, state } = setup()
    state.error = Object.assign(new Error('Away'), { code: 'ECONNREFUSED' })
    const begun = performance.now()
    assert.equal(await tap.dispatch(tapEvents.create(STATUS, {})), 'parked')
    assert.isBelow(performance.now() - begun, 200)
  })

  test('end with restore, with using, and with the next fake', async ({ assert }) => {
    const tap = createTap(new IndexerRegistry(), { url: 'http://127.0.0.1:9' })
    const asks = () => assert.rejects(() => tap.health(), /Cannot reach the Tap server/)
    tap.fake().setRepo(ALICE)
    await tap.health()
    tap.fake().assertNobodyFollowed()
    tap.restore()
    await asks()
    {
      using fake = tap.fake()
      await tap.health()
      fake.assertNobodyFollowed()
    }
    await asks()
  })
})
