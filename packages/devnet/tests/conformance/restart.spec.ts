import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { STATUS, status, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'

test.group('Conformance | restart', (group) => {
  const network = useNetwork(group)

  for (const end of ['stop', 'kill'] as const) {
    const how = end === 'kill' ? 'kill -9' : 'SIGTERM'

    test(`send unacked and just acked events again after ${how}`, async (context) => {
      const alice = await network.devnet.createAccount()
      await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
      const options = { dataDir: await tempFolder(), ownProcess: true }
      const tap = await tapFor(context, network.devnet, options)
      const client = await tap.connect()
      await tap.follow(alice)
      client.hold('a3')
      await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
      await alice.createRecord(STATUS, status('3'), { rkey: 'a3' })
      await client.record('a3')

      await tap[end]()
      const again = await tapFor(context, network.devnet, options)
      const later = await again.connect()
      await later.record('a3')

      context.assert.deepEqual(later.rkeys, ['a1', 'a2', 'a3'])
      context.assert.deepEqual(later.texts, client.texts)
    })

    test(`send what was written while it was down after ${how}`, async (context) => {
      const alice = await network.devnet.createAccount()
      const options = { dataDir: await tempFolder(), ownProcess: true }
      const tap = await tapFor(context, network.devnet, options)
      const client = await tap.connect()
      await tap.follow(alice)
      await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
      await client.record('a1')

      await tap.untilCursorIsSaved()
      await tap[end]()
      await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
      await alice.deleteRecord(STATUS, 'a1')
      const again = await tapFor(context, network.devnet, options)
      const later = await again.connect()
      await later.event((event) => event.record?.action === 'delete')

      const missed = later.events.filter((event) => !client.texts.includes(JSON.stringify(event)))
      const news = missed.filter((event) => event.id > client.events.at(-1)!.id)
      context.assert.deepEqual(
        news.map(({ record }) => [record!.live, record!.action, record!.rkey]),
        [
          [true, 'create', 'a2'],
          [true, 'delete', 'a1'],
        ]
      )
      await again.untilState(alice, 'active')
    })
  }

  test('restart a backfill that was interrupted by a kill', async (context) => {
    const accounts = await Promise.all(
      Array.from({ length: 8 }, () => network.devnet.createAccount())
    )
    for (const account of accounts) {
      await account.applyWrites(
        Array.from({ length: 100 }, (_, index) => ({
          action: 'create' as const,
          collection: STATUS,
          rkey: `r${index}`,
          value: status('1'),
        }))
      )
    }
    const options = { dataDir: await tempFolder(), ownProcess: true }
    const tap = await tapFor(context, network.devnet, options)
    const client = await tap.connect()
    await tap.add(...accounts)
    await until(() => client.events.length > 0)

    await tap.kill()
    const again = await tapFor(context, network.devnet, options)
    const later = await again.connect()

    const seen = () =>
      new Set([...client.records, ...later.records].map(({ did, rkey }) => `${did}/${rkey}`))
    await until(
      () => seen().size === 800,
      () => `800 records, got ${seen().size}`
    )
    for (const account of accounts) {
      await again.untilState(account, 'active')
      const { records } = await again.info(account)
      context.assert.equal(records, 100)
    }
  })

  test('continue the event ids, or start at 1 when no event is left', async (context) => {
    const alice = await network.devnet.createAccount()
    const options = { dataDir: await tempFolder(), ownProcess: true }
    const tap = await tapFor(context, network.devnet, options)
    const client = await tap.connect({ acks: false })
    await tap.follow(alice)
    await until(() => client.events.length === 1)
    await tap.kill()

    const second = await tapFor(context, network.devnet, options)
    const later = await second.connect()
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    const { id } = await later.record('a1')
    context.assert.isAbove(id, client.events[0]!.id)

    // Acked events leave the outbox within 10 seconds.
    await until(async () => {
      const stats = await second.get<{ outbox_buffer: number }>('/stats/outbox-buffer')
      return stats.outbox_buffer === 0
    })
    await second.stop()

    const third = await tapFor(context, network.devnet, options)
    const last = await third.connect()
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    const newest = await last.record('a2')
    context.assert.equal(newest.id, 1)
    context.assert.lengthOf(last.events, 1)
  }).timeout(60_000)
})
