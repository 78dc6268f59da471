import { once } from 'node:events'
import { get } from 'node:http'
import type { Socket } from 'node:net'
import { lexParse } from '@atproto/lex'
import { parseTapEvent } from '@atproto/tap'
import { test } from '@japa/runner'
import type { Group } from '@japa/runner/core'
import { until } from '@tests/support/until'
import { type Devnet, errors, type HostileKind, hostileKinds, startDevnet } from '../../index.js'
import { adminAuthorization } from '../../src/http/admin_authorization.js'
import { ChannelClient } from '../conformance/channel_client.js'
import { STATUS, status } from '../conformance/network.js'
import { TapUnderTest } from '../conformance/tap_under_test.js'
import { devnetFor } from '../helpers.js'

/** Valid events, and those that the official parser accepts nevertheless. */
const ACCEPTED: HostileKind[] = [
  ...(['nul', 'lone-surrogate', 'deep', 'empty-maps', 'large-bytes'] as const),
  ...(['large-integer', 'invalid-link', 'invalid-bytes', 'invalid-blob'] as const),
]

/** One devnet for all tests of a group. */
function useTap(group: Group, tap: { retryTimeout: number }) {
  const used = {} as { devnet: Devnet; tap: TapUnderTest }
  group.setup(async () => {
    const devnet = await startDevnet({ accounts: [], tap })
    const { url } = devnet.tap
    const server = { url, end: async () => {} }
    Object.assign(used, { devnet, tap: new TapUnderTest(server, devnet.tap.adminPassword) })
    return () => devnet.close()
  })
  group.each.timeout(20_000)
  group.each.teardown(async () => {
    await used.devnet.faults.restoreAll()
    used.devnet.faults.tap.dropConnections()
  })
  return used
}

test.group('Faults | Tap', (group) => {
  // Long enough for every ack of a busy machine: what is late is sent again.
  const used = useTap(group, { retryTimeout: 1_000 })

  /** An account that Tap follows, whose events so far were acked. */
  async function followed() {
    const account = await used.devnet.createAccount()
    const client = await used.tap.connect()
    await used.tap.follow(account)
    await client.event(({ identity }) => identity?.did === account.did)
    return { account, client }
  }

  test('end all connections without a close frame', async ({ assert }) => {
    const clients = [await used.tap.connect(), await used.tap.connect()]

    assert.equal(used.devnet.faults.tap.dropConnections(), 2)

    for (const client of clients) assert.equal(await client.closeCode(), 1006)
    assert.equal(used.devnet.faults.tap.dropConnections(), 0)
  })

  test('close all connections with {$self}')
    .with([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 4321])
    .run(async ({ assert }, code) => {
      const client = await used.tap.connect()
      const closed = once(client.socket, 'close')

      assert.equal(used.devnet.faults.tap.closeConnections(code, 'by a fault'), 1)

      assert.deepEqual((await closed).map(String), [String(code), 'by a fault'])
    })

  test('throw when {$self} can not be a close code')
    .with([999, 1004, 1005, 1006, 1015, 2000, 5000, 1000.5])
    .run(({ assert }, code) => {
      assert.throws(
        () => used.devnet.faults.tap.closeConnections(code),
        /can't send the close code/
      )
    })

  test('end the connection in the middle of a frame', async ({ assert }) => {
    const { account, client } = await followed()
    client.close()
    const received = connectRaw(used.devnet)
    const fault = used.devnet.faults.tap.cutNextFrame()

    await account.createRecord(STATUS, status('1'), { rkey: 'cut' })
    const bytes = await received
    assert.equal(fault.hits, 1)
    assert.equal(bytes[1], 126, 'the length of the frame is in the next two bytes')
    assert.isAbove(bytes.length, 10)
    assert.isBelow(bytes.length, bytes.readUInt16BE(2))

    const next = await used.tap.connect()
    await next.record('cut')
  })

  test('hold events until the fault ends', async ({ assert }) => {
    const { account, client } = await followed()
    const fault = used.devnet.faults.tap.holdEvents()
    const held = fault.nextHit()
    await account.createRecord(STATUS, status('1'), { rkey: 'held' })
    await held
    assert.notInclude(client.rkeys, 'held')

    await fault.restore()

    await client.record('held')
    assert.isUndefined(client.closed)
  })

  test('send an event again when its acknowledgement is lost', async ({ assert }) => {
    const { account, client } = await followed()
    const fault = used.devnet.faults.tap.loseAcks({ times: 2 })
    await account.createRecord(STATUS, status('1'), { rkey: 'lost' })
    await account.createRecord(STATUS, status('2'), { rkey: 'next' })

    await client.record('next')
    assert.isAtLeast(client.rkeys.filter((rkey) => rkey === 'lost').length, 3)
    assert.equal(fault.hits, 2)
  })

  test('repeat the last events, although they were acked', async ({ assert }) => {
    const { account, client } = await followed()
    for (const rkey of ['one', 'two', 'three']) {
      await account.createRecord(STATUS, status('1'), { rkey })
      await client.record(rkey)
    }

    assert.equal(used.devnet.faults.tap.repeatEvents(2), 2)

    await client.count(5)
    assert.deepEqual(client.rkeys, ['one', 'two', 'three', 'two', 'three'])
    assert.deepEqual(client.texts.slice(-2), client.texts.slice(-4, -2))
  })

  test('send any frame to all clients', async ({ assert }) => {
    const clients = [await used.tap.connect({ raw: true }), await used.tap.connect({ raw: true })]
    const messages = clients.map((client) => once(client.socket, 'message'))

    assert.equal(used.devnet.faults.tap.sendFrame('no event'), 2)
    for (const [data, isBinary] of await Promise.all(messages)) {
      assert.equal(String(data), 'no event')
      assert.isFalse(isBinary)
    }

    const binary = once(clients[0]!.socket, 'message')
    used.devnet.faults.tap.sendFrame(new Uint8Array([1, 2]))
    assert.deepEqual(await binary, [Buffer.from([1, 2]), true])
  })

  test('throw when a kind of event does not exist', async ({ assert }) => {
    const account = await used.devnet.createAccount()
    assert.throws(
      () => used.devnet.faults.tap.sendHostileEvent('rude' as any, { account, collection: STATUS }),
      /unknown kind of event "rude"\. Use cut-json, /
    )
  })

  test('send acknowledged events again after a restart', async ({ assert }) => {
    const { account, client } = await followed()
    await account.createRecord(STATUS, status('1'), { rkey: 'before' })
    await client.record('before')

    await used.devnet.faults.tap.restart()

    assert.equal(await client.closeCode(), 1006)
    const next = await used.tap.connect()
    await next.record('before')
  })

  test('send what was written since a snapshot again', async ({ assert }) => {
    const { account, client } = await followed()
    const snapshot = used.devnet.faults.tap.snapshot()
    const before = await used.tap.get<{ firehose: number }>('/stats/cursors')
    await account.createRecord(STATUS, status('1'), { rkey: 'later' })
    const { id, record } = await client.record('later')

    await used.devnet.faults.tap.rewind(snapshot)

    const next = await used.tap.connect()
    const again = await next.record('later')
    assert.deepEqual(again, { id: again.id, type: 'record', record })
    assert.isAtMost(again.id, id + 1)
    const after = await used.tap.get<{ firehose: number }>('/stats/cursors')
    assert.isAbove(after.firehose, before.firehose)
  })

  test('refuse connections to the channel', async ({ assert }) => {
    const fault = used.devnet.faults.respond(503, {}, { on: 'channel', times: 1 })
    await assert.rejects(() => used.tap.connect(), 'Unexpected server response: 503')
    assert.equal(fault.hits, 1)

    const client = await used.tap.connect()
    assert.isUndefined(client.closed)
  })

  test('affect all requests to Tap', async ({ assert }) => {
    used.devnet.faults.respond(500, { message: 'on purpose' }, { on: 'tap' })
    const { status: code, text } = await used.tap.request('/health')
    assert.deepEqual([code, text], [500, '{"message":"on purpose"}'])
  })

  test('close every connection while Tap is down', async ({ assert }) => {
    const client = await used.tap.connect()
    const fault = used.devnet.faults.serverDown('tap')
    assert.equal(await client.closeCode(), 1006)
    await assert.rejects(() => used.tap.request('/health'), 'fetch failed')

    await fault.restore()
    assert.equal((await used.tap.request('/health')).status, 200)
  })

  test('throw while Tap is stopped', async ({ assert }) => {
    const account = await used.devnet.createAccount()
    await used.devnet.tap.stop()
    const { faults } = used.devnet
    const send = () => faults.tap.sendHostileEvent('nul', { account, collection: STATUS })
    assert.throws(send, errors.ServiceStoppedError)
    assert.throws(() => faults.tap.snapshot(), errors.ServiceStoppedError)
    await used.devnet.tap.start()
  })

  test('send a frame that is too large for a client', async (context) => {
    const own = await devnetFor(context, { accounts: ['alice'], tap: { adminPassword: '' } })
    const client = await ChannelClient.connect(own.tap.url, { raw: true })
    const failed = once(client.socket, 'error')

    own.faults.tap.sendHostileEvent('oversize', {
      account: own.accounts[0],
      collection: STATUS,
    })

    context.assert.equal((await failed)[0].code, 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
  })

  test('throw when there is no Tap', async (context) => {
    const without = await devnetFor(context, { accounts: [] })
    context.assert.throws(() => without.faults.tap, errors.NoTapError)
  })

  test('write valid records that a database refuses', async ({ assert }) => {
    const { account, client } = await followed()
    const record = { ...status('👍'), link: 'https://example.com', count: 3 }

    const refs = await used.devnet.faults.poison(account, STATUS, record, { count: 201 })

    assert.lengthOf(new Set(refs.map(({ uri }) => uri)), 201)
    const { record: event } = await client.record(refs[0]!.uri.split('/').at(-1)!)
    assert.deepEqual(event!.record, { $type: STATUS, ...record, status: '\0' })
  })
})

/** In a network of their own: after a restart, Tap sends them again. */
test.group('Faults | hostile events', (group) => {
  const used = useTap(group, { retryTimeout: 100 })

  test('send an event with {$self} until it is acknowledged')
    .with(hostileKinds.filter((kind) => kind !== 'oversize'))
    .run(async ({ assert }, kind) => {
      const client = await used.tap.connect({ raw: true })
      const about = { account: `did:plc:${kind}`, collection: STATUS, record: status('1') }
      const isBehind = (frame: string) => frame.includes('"behind":true')

      const event = used.devnet.faults.tap.sendHostileEvent(kind, about)
      const behind = { ...about, record: { behind: true } }
      const next = used.devnet.faults.tap.sendHostileEvent('nul', behind)
      await until(() => client.texts.length >= 2)
      assert.isFalse(client.texts.some(isBehind))
      const [text] = client.texts
      assert.isTrue(text!.startsWith(`{"id":${event.id}`))
      if (!ACCEPTED.includes(kind)) assert.throws(() => parseTapEvent(lexParse(text!)))

      client.ack(event.id)
      await event.acked
      await until(() => client.texts.some(isBehind))
      client.ack(next.id)
      await next.acked
    })
})

/** Connects to the channel, and resolves with all bytes that arrive until the connection ends. */
async function connectRaw(devnet: Devnet): Promise<Buffer> {
  const request = get(`${devnet.tap.url}/channel`, {
    headers: {
      'authorization': adminAuthorization(devnet.tap.adminPassword),
      'connection': 'Upgrade',
      'upgrade': 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    },
  })
  const [, socket, head]: [unknown, Socket, Buffer] = (await once(request, 'upgrade')) as any
  const chunks = [head, ...(await socket.toArray())]
  socket.end()
  return Buffer.concat(chunks)
}
