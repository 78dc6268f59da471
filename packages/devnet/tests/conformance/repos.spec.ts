import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { STATUS, status, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'

const PROFILE = 'xyz.statusphere.profile'
const OTHER = 'com.example.thing'

test.group('Conformance | repos, filters and the signal collection', (group) => {
  const network = useNetwork(group)

  test('send nothing of a repo that is not followed', async (context) => {
    const alice = await network.devnet.createAccount()
    const bob = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    const client = await tap.connect()

    await bob.createRecord(STATUS, status('1'), { rkey: 'b1' })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await client.record('a1')

    context.assert.deepEqual(client.rkeys, ['a1'])
    context.assert.isFalse(await tap.isFollowed(bob))
  })

  test('read a repo once when it is added several times', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice, alice)
    await tap.follow(alice)

    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await client.record('a2')

    context.assert.deepEqual(client.rkeys, ['a1', 'a2'])
    context.assert.lengthOf(client.identities, 1)
    context.assert.deepEqual(await tap.get('/stats/repo-count'), { repo_count: 1 })
  })

  test('send nothing when a repo is removed, and everything when it is added again', async (context) => {
    const alice = await network.devnet.createAccount()
    const bob = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice, bob)
    await client.record('a1')

    await tap.remove(alice)
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await bob.createRecord(STATUS, status('2'), { rkey: 'b1' })
    await client.record('b1')
    context.assert.deepEqual(client.rkeys, ['a1', 'b1'])
    context.assert.isFalse(await tap.isFollowed(alice))
    context.assert.deepEqual(await tap.get('/stats/record-count'), { record_count: 1 })

    await tap.follow(alice)
    await client.count(4)
    context.assert.deepEqual(
      client.records.slice(2).map(({ rkey, action, live }) => ({ rkey, action, live })),
      [
        { rkey: 'a1', action: 'create', live: false },
        { rkey: 'a2', action: 'create', live: false },
      ]
    )
  })

  test('send only records that pass the filters', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, {
      collectionFilters: [OTHER, 'xyz.statusphere.*'],
    })
    const client = await tap.connect()
    for (const when of ['old', 'new']) {
      await alice.createRecord(STATUS, status('1'), { rkey: `${when}-status` })
      await alice.createRecord(PROFILE, status('1'), { rkey: `${when}-profile` })
      await alice.createRecord('com.example.thingy', status('1'), { rkey: `${when}-thingy` })
      await alice.createRecord('xyz.other.thing', status('1'), { rkey: `${when}-other` })
      await alice.createRecord(OTHER, status('1'), { rkey: `${when}-thing` })
      if (when === 'old') await tap.follow(alice)
    }
    await client.record('new-thing')

    context.assert.sameMembers(client.rkeys, [
      'old-thing',
      'old-profile',
      'old-status',
      'new-status',
      'new-profile',
      'new-thing',
    ])
    const { records } = await tap.info(alice)
    context.assert.equal(records, 6)
  })

  test('update the rev on commits without matching records', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { collectionFilters: [STATUS] })
    const client = await tap.connect()
    await tap.follow(alice)

    await alice.createRecord(OTHER, status('1'))
    const latest = () =>
      alice.call<{ rev: string }>('com.atproto.sync.getLatestCommit', {
        params: { did: alice.did },
      })
    const { rev } = await latest()

    await until(async () => {
      const info = await tap.info(alice)
      return info.rev === rev
    })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await client.record('a1')
    context.assert.deepEqual(client.rkeys, ['a1'])
  })

  test('follow a repo after a write to the signal collection', async (context) => {
    const alice = await network.devnet.createAccount()
    const bob = await network.devnet.createAccount()
    await alice.createRecord(OTHER, status('1'), { rkey: 'before' })
    await bob.createRecord(OTHER, status('1'), { rkey: 'bob' })
    const tap = await tapFor(context, network.devnet, { signalCollection: PROFILE })
    const client = await tap.connect()

    await bob.createRecord(OTHER, status('1'), { rkey: 'bob-2' })
    await alice.createRecord(PROFILE, status('1'), { rkey: 'signal' })
    await client.record('signal')

    const mine = client.records.filter((record) => record.did === alice.did)
    context.assert.deepEqual(
      mine.map(({ rkey, live }) => ({ rkey, live })),
      [
        { rkey: 'before', live: false },
        { rkey: 'signal', live: false },
      ]
    )
    context.assert.isFalse(await tap.isFollowed(bob))

    await alice.createRecord(OTHER, status('1'), { rkey: 'after' })
    const after = await client.record('after')
    context.assert.isTrue(after.record!.live)
  })

  test('follow the repos that already have the signal collection', async (context) => {
    const signal = 'com.example.signal'
    const alice = await network.devnet.createAccount()
    const bob = await network.devnet.createAccount()
    await alice.createRecord(signal, status('1'), { rkey: 'signal' })
    await bob.createRecord(OTHER, status('1'), { rkey: 'bob' })

    const tap = await tapFor(context, network.devnet, {
      signalCollection: signal,
      collectionFilters: [signal],
    })
    const client = await tap.connect()
    await client.record('signal')

    context.assert.deepEqual(await tap.get('/stats/repo-count'), { repo_count: 1 })
  })

  test('follow a repo after a delete in the signal collection', async (context) => {
    const signal = 'com.example.gone'
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { signalCollection: signal })
    const client = await tap.connect()

    await alice.applyWrites([
      { action: 'create', collection: OTHER, rkey: 'kept', value: status('1') },
      { action: 'create', collection: signal, rkey: 'gone', value: status('1') },
    ])
    await alice.deleteRecord(signal, 'gone')

    await client.record('kept')
    await tap.untilState(alice, 'active')
  })
})
