import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { STATUS, status, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'

const RETRY_TIMEOUT = 1000

test.group('Conformance | order within a repo', (group) => {
  const network = useNetwork(group)

  test('send nothing of a repo until its live event is acked', async (context) => {
    const alice = await network.devnet.createAccount()
    const bob = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { retryTimeout: RETRY_TIMEOUT })
    await tap.follow(alice, bob)
    const client = await tap.connect()
    client.hold('a1')

    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await alice.createRecord(STATUS, status('3'), { rkey: 'a3' })
    await bob.createRecord(STATUS, status('4'), { rkey: 'b1' })
    await bob.createRecord(STATUS, status('5'), { rkey: 'b2' })
    await client.record('b2')
    // By the time it is repeated, everything that can be sent has been sent.
    await until(() => client.rkeys.filter((rkey) => rkey === 'a1').length >= 2)

    context.assert.notIncludeMembers(client.rkeys, ['a2'])
    context.assert.notIncludeMembers(client.rkeys, ['a3'])
    await client.release('a1')
    await client.record('a3')
    const order = client.rkeys.filter((rkey, index, all) => all.indexOf(rkey) === index)
    context.assert.deepEqual(
      order.filter((rkey) => rkey.startsWith('a')),
      ['a1', 'a2', 'a3']
    )
  })

  test('send an unacked event again, unchanged, until it is acked', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { retryTimeout: RETRY_TIMEOUT })
    await tap.follow(alice)
    const client = await tap.connect()
    client.hold('a1')
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })

    const sent = () =>
      client.texts.filter((_, index) => client.events[index]!.record?.rkey === 'a1')
    await until(() => sent().length >= 3)
    context.assert.lengthOf(new Set(sent()), 1)

    await client.release('a1')
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await client.record('a2')
    const before = sent().length
    // A second unacked event marks the time: once it is repeated, the first one would have been
    // repeated, too.
    client.hold('a3')
    await alice.createRecord(STATUS, status('3'), { rkey: 'a3' })
    await until(() => client.rkeys.filter((rkey) => rkey === 'a3').length >= 2)
    context.assert.equal(sent().length, before)
  })

  test('send all historical events at once, and a live event after their acks', async (context) => {
    const alice = await network.devnet.createAccount()
    for (const rkey of ['h1', 'h2', 'h3']) {
      await alice.createRecord(STATUS, status('1'), { rkey })
    }
    const tap = await tapFor(context, network.devnet, { retryTimeout: RETRY_TIMEOUT })
    const client = await tap.connect()
    client.hold('h2')

    await tap.follow(alice)
    await alice.createRecord(STATUS, status('2'), { rkey: 'live' })
    await until(() => client.rkeys.filter((rkey) => rkey === 'h2').length >= 2)

    context.assert.includeMembers(client.rkeys, ['h1', 'h2', 'h3'])
    context.assert.notInclude(client.rkeys, 'live')
    await client.release('h2')
    await client.record('live')
  })

  test('send an identity event after the ack of a live record before it', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { retryTimeout: RETRY_TIMEOUT })
    await tap.follow(alice)
    const client = await tap.connect()
    await until(() => client.identities.length === 1)
    client.hold('a1')

    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await alice.deactivate()
    await until(() => client.rkeys.filter((rkey) => rkey === 'a1').length >= 2)

    context.assert.lengthOf(client.identities, 1)
    await client.release('a1')
    await until(() => client.identities.length === 2)
  })
})
