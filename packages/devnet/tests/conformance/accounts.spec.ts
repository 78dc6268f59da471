import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { STATUS, status, useNetwork } from './network.js'
import { isReal, tapFor } from './tap_under_test.js'

test.group('Conformance | accounts', (group) => {
  const network = useNetwork(group)

  test('send identity events when an account is deactivated, activated and deleted', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice)
    await client.record('a1')

    await alice.deactivate()
    await until(() => client.identities.length === 2)
    await alice.activate()
    await until(() => client.identities.length === 3)
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await client.record('a2')
    await alice.delete()
    await until(() => client.identities.length === 4)

    const identity = { did: alice.did, handle: tap.handleOf(alice) }
    context.assert.deepEqual(client.identities, [
      { ...identity, is_active: true, status: 'active' },
      { ...identity, is_active: false, status: 'deactivated' },
      { ...identity, is_active: true, status: 'active' },
      { ...identity, is_active: false, status: 'deleted' },
    ])
    context.assert.deepEqual(client.rkeys, ['a1', 'a2'])
    context.assert.isFalse(await tap.isFollowed(alice))
    context.assert.deepEqual(await tap.get('/stats/record-count'), { record_count: 0 })
  })

  test('send identity events when an account is taken down and restored', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice)
    const takedown = (applied: boolean) =>
      network.devnet.pds.callAsAdmin('com.atproto.admin.updateSubjectStatus', {
        body: {
          subject: { $type: 'com.atproto.admin.defs#repoRef', did: alice.did },
          takedown: { applied, ref: 'test' },
        },
      })

    await takedown(true)
    await until(() => client.identities.length === 2)
    await takedown(false)
    await until(() => client.identities.length === 3)

    context.assert.deepEqual(
      client.identities.slice(1).map(({ is_active: isActive, status: state }) => [isActive, state]),
      [
        [false, 'takendown'],
        [true, 'active'],
      ]
    )
  })

  test('keep the repo state of a deactivated account', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice)

    await alice.deactivate()
    await until(() => client.identities.length === 2)

    const { state } = await tap.info(alice)
    context.assert.equal(state, 'active')
  })

  test('send the new handle when it changes', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice)
    await client.event((event) => event.identity?.did === alice.did)

    await alice.changeHandle(`new-${alice.handle.slice(5, 13)}`)
    await until(async () => {
      const { alsoKnownAs } = await tap.get<{ alsoKnownAs: string[] }>(`/resolve/${alice.did}`)
      return alsoKnownAs[0] === `at://${alice.handle}`
    })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await client.record('a1')

    // To the real server, both handles are `handle.invalid`, so nothing changed.
    const handles = client.identities.map((identity) => identity.handle)
    context.assert.deepEqual(handles.slice(1), isReal ? [] : [alice.handle])
    const { handle } = await tap.info(alice)
    context.assert.equal(handle, tap.handleOf(alice))
  })

  test('send no identity event when the status is unchanged', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice)

    await alice.activate()
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await client.record('a1')

    context.assert.lengthOf(client.identities, 1)
  })
})
