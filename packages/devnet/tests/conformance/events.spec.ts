import { test } from '@japa/runner'
import { STATUS, status, uploadBlob, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'

test.group('Conformance | events', (group) => {
  const network = useNetwork(group)

  test('send the identity of a new repo first, then its records in tree order', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.createRecord('xyz.statusphere.other', status('3'), { rkey: 'first' })
    const b = await alice.createRecord(STATUS, status('2'), { rkey: 'b' })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a' })
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()

    await tap.add(alice)
    await client.count(3)

    const { rev } = await alice.call<{ rev: string }>('com.atproto.sync.getLatestCommit', {
      params: { did: alice.did },
    })
    context.assert.deepEqual(client.events[0], {
      id: client.events[0]!.id,
      type: 'identity',
      identity: {
        did: alice.did,
        handle: tap.handleOf(alice),
        is_active: true,
        status: 'active',
      },
    })
    context.assert.deepEqual(client.rkeys, ['first', 'a', 'b'])
    context.assert.deepEqual(client.events[3], {
      id: client.events[3]!.id,
      type: 'record',
      record: {
        live: false,
        did: alice.did,
        rev,
        collection: STATUS,
        rkey: 'b',
        action: 'create',
        record: { $type: STATUS, ...status('2') },
        cid: b.cid,
      },
    })
    const { id } = client.events[0]!
    context.assert.deepEqual(
      client.events.map((event) => event.id),
      [id, id + 1, id + 2, id + 3]
    )
  })

  test('send the create, update and delete of a record', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    const client = await tap.connect()

    const created = await alice.createRecord(STATUS, status('1'), { rkey: 'self' })
    const updated = await alice.putRecord(STATUS, 'self', status('2'))
    await alice.deleteRecord(STATUS, 'self')
    await client.count(3)

    const [first, second, third] = client.records
    const common = { live: true, did: alice.did, collection: STATUS, rkey: 'self' }
    context.assert.deepEqual(first, {
      ...common,
      rev: first!.rev,
      action: 'create',
      record: { $type: STATUS, ...status('1') },
      cid: created.cid,
    })
    context.assert.deepEqual(second, {
      ...common,
      rev: second!.rev,
      action: 'update',
      record: { $type: STATUS, ...status('2') },
      cid: updated.cid,
    })
    context.assert.deepEqual(third, { ...common, rev: third!.rev, action: 'delete' })
    context.assert.isTrue(first!.rev < second!.rev && second!.rev < third!.rev)
    const { records } = await tap.info(alice)
    context.assert.equal(records, 0)
  })

  test('send the writes of one commit one after the other, at the same rev', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('0'), { rkey: 'old' })
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    const client = await tap.connect()
    await client.count(1)

    await alice.applyWrites([
      { action: 'create', collection: STATUS, rkey: 'z', value: status('1') },
      { action: 'create', collection: STATUS, rkey: 'a', value: status('2') },
      { action: 'delete', collection: STATUS, rkey: 'old' },
    ])
    await client.count(4)

    const live = client.records.slice(1)
    context.assert.sameMembers(
      live.map((record) => `${record.action} ${record.rkey}`),
      ['create z', 'create a', 'delete old']
    )
    context.assert.lengthOf(new Set(live.map((record) => record.rev)), 1)
  })

  test('encode bytes, links, blobs and HTML characters as the data model does', async (context) => {
    const alice = await network.devnet.createAccount()
    const link = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
    const blob = await uploadBlob(network.devnet, alice)
    const content = {
      bytes: { $bytes: 'aGVsbG8gd28' },
      link: { $link: link },
      blob,
      nested: { list: [{ $link: link }, { $bytes: 'AQ' }, null, true, -1, 'x'], none: {} },
      text: '<b>&amp; 🦋\u2028"\\\n\u0007é',
      big: Number.MAX_SAFE_INTEGER,
    }
    await alice.createRecord('com.example.thing', content, { rkey: 'old' })
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    await tap.follow(alice)
    await alice.createRecord('com.example.thing', content, { rkey: 'new' })
    await client.count(2)

    for (const { record } of client.records) {
      context.assert.deepEqual(record, { $type: 'com.example.thing', ...content })
    }
  })

  test('send writes made during a backfill after the backfilled records', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.applyWrites(
      Array.from({ length: 150 }, (_, index) => ({
        action: 'create' as const,
        collection: STATUS,
        rkey: `old-${index}`,
        value: status('1'),
      }))
    )
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()

    await tap.add(alice)
    for (let index = 0; index < 20; index++) {
      await alice.createRecord(STATUS, status('2'), { rkey: `new-${index}` })
    }
    await client.count(170)

    const rkeys = client.rkeys
    context.assert.lengthOf(rkeys, 170)
    context.assert.lengthOf(new Set(rkeys), 170)
    const live = client.records.filter((record) => record.live).map((record) => record.rkey)
    context.assert.deepEqual(rkeys.slice(170 - live.length), live)
    context.assert.deepEqual(
      live,
      Array.from({ length: live.length }, (_, index) => `new-${20 - live.length + index}`)
    )
  })
})
