import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { STATUS, status, useNetwork } from './network.js'
import { tapFor } from './tap_under_test.js'

test.group('Conformance | channel', (group) => {
  const network = useNetwork(group)

  test('keep events until a client connects', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })

    const client = await tap.connect()

    await client.record('a1')
  })

  test('accept an ack from another connection', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    const first = await tap.connect({ acks: false })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    await until(() => first.events.length === 1)
    first.ack(first.events[0]!.id)
    const { id } = await first.record('a1')
    first.close()

    const second = await tap.connect()
    second.ack(id)

    await second.record('a2')
  })

  test('ignore unknown acks, repeated acks and other frames', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet)
    await tap.follow(alice)
    const client = await tap.connect()
    await until(() => client.events.length === 1)

    client.ack(999_999)
    client.ack(client.events[0]!.id)
    client.ack(client.events[0]!.id)
    client.send('{"type":"ack"}')
    client.send('{"type":"hello","id":1}')
    client.send('{"id":1}')
    client.send('{}')
    client.send('null')
    client.send('{"type":"ack","id":0,"more":true}')
    client.socket.send(Buffer.from('{"type":"ack","id":1}'), { binary: true })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })

    await client.record('a2')
    context.assert.isUndefined(client.closed)
  })

  test('close the connection on an invalid frame', async (context) => {
    const tap = await tapFor(context, network.devnet)
    const frames = [
      'hello',
      '',
      '{"type":"ack","id":',
      '[]',
      '7',
      '"ack"',
      '{"type":"ack","id":"1"}',
      '{"type":"ack","id":1.5}',
      '{"type":"ack","id":-1}',
      '{"type":1,"id":1}',
    ]

    for (const frame of frames) {
      const client = await tap.connect()
      client.send(frame)
      context.assert.deepEqual([frame, await client.closeCode()], [frame, 1006])
    }
  })

  test('send each event to one of the clients', async (context) => {
    const accounts = await Promise.all(
      Array.from({ length: 4 }, () => network.devnet.createAccount())
    )
    for (const account of accounts) {
      await account.applyWrites(
        Array.from({ length: 20 }, (_, index) => ({
          action: 'create' as const,
          collection: STATUS,
          rkey: `r${index}`,
          value: status('1'),
        }))
      )
    }
    const tap = await tapFor(context, network.devnet)
    const clients = [await tap.connect(), await tap.connect()]

    await tap.add(...accounts)
    const ids = () => clients.flatMap((client) => client.events.map((event) => event.id))
    await until(() => ids().length >= 84)

    context.assert.lengthOf(ids(), 84)
    context.assert.lengthOf(new Set(ids()), 84)
    for (const client of clients) context.assert.isAbove(client.events.length, 0)
  })

  test('send unacked events of one client to another one', async (context) => {
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { retryTimeout: 1000 })
    await tap.follow(alice)
    const leaver = await tap.connect({ acks: false })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await until(() => leaver.events.length > 0)
    leaver.close()

    const heir = await tap.connect()

    await heir.record('a1')
    context.assert.deepEqual(heir.events[0], leaver.events[0])
  })

  test('queue repeats while no client is connected', async (context) => {
    const retryTimeout = 500
    const alice = await network.devnet.createAccount()
    const tap = await tapFor(context, network.devnet, { retryTimeout })
    await tap.follow(alice)
    await delay(4 * retryTimeout)

    const client = await tap.connect()
    await until(() => client.events.length >= 3)

    context.assert.lengthOf(new Set(client.texts), 1)
  })

  test('end connections without a close frame', async (context) => {
    const tap = await tapFor(context, network.devnet, { ownProcess: true })
    const client = await tap.connect()

    await tap.stop()

    context.assert.equal(await client.closeCode(), 1006)
  })

  test('reply to a ping', async (context) => {
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()
    let pong = ''
    client.socket.on('pong', (data) => (pong = String(data)))

    client.socket.ping('are you there?')

    await until(() => pong)
    context.assert.equal(pong, 'are you there?')
  })

  test('reply to a close frame', async (context) => {
    const tap = await tapFor(context, network.devnet)
    const client = await tap.connect()

    client.socket.close(1000)

    context.assert.equal(await client.closeCode(), 1000)
  })
})
