import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { until } from '@tests/support/until'
import { Channel, type ChannelTuning } from '../../src/channel/channel.js'
import type { CloseReason } from '../../src/channel/close_reason.js'
import type { Delivery, TapConfig } from '../../src/types.js'
import {
  BOB,
  cleanup,
  config,
  deferred,
  frame,
  identityEvent,
  recordEvent,
  startChannelServer,
} from '../helpers.js'

function startChannel(values: Partial<TapConfig>, tuning: Partial<ChannelTuning> = {}) {
  const log: string[] = []
  const reasons: CloseReason[] = []
  const unreadable: { text: string; id?: string; error: Error }[] = []
  const deliveries: Delivery[] = []
  const channel = new Channel(
    config(values),
    {
      onConnected: () => log.push('connected'),
      onDisconnected: (reason) => {
        log.push(reason.text)
        reasons.push(reason)
      },
      onUnreadable: (text, id, error) => unreadable.push({ text, id, error }),
    },
    { closeTimeout: 200, ...tuning }
  )
  channel.start((delivery) => deliveries.push(delivery))
  cleanup(() => channel.stop())
  return { channel, log, reasons, unreadable, deliveries }
}

test.group('Channel | events', () => {
  test('deliver events and send their acks', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    const event = recordEvent()
    socket.send(frame(1, event))
    await until(() => deliveries.length === 1)
    assert.equal(deliveries[0]!.id, '1')
    assert.deepEqual(deliveries[0]!.event, event)
    assert.deepEqual(server.acks, [])

    deliveries[0]!.ack()
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['1'])
  })

  test('write the acks of one turn as one piece, each a message of its own', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    for (let id = 1; id <= 50; id++) socket.send(frame(id))
    await until(() => deliveries.length === 50)

    let reads = 0
    const raw = (socket as any)._socket
    raw.on('data', () => reads++)
    for (const { ack } of deliveries) ack()
    await until(() => server.acks.length === 50)
    assert.equal(reads, 1)
    assert.deepEqual(
      server.acks,
      deliveries.map(({ id }) => id)
    )
  })

  test('ack an event again, without delivering it, that the server repeats after its ack', async ({
    assert,
  }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack()
    socket.send(frame(1))
    await until(() => server.acks.length === 2)
    assert.deepEqual(server.acks, ['1', '1'])
    assert.lengthOf(deliveries, 1)
  })

  test('deliver an id again on another connection, where it may name another event', async ({
    assert,
  }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const first = await server.connection()
    first.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack()
    await until(() => server.acks.length === 1)
    first.terminate()

    const second = await server.connection(2)
    second.send(frame(1, recordEvent({ did: BOB })))
    await until(() => deliveries.length === 2)
    assert.equal(deliveries[1]!.event.did, BOB)
  })

  test('send an ack over the next connection when its own is gone', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const first = await server.connection()
    first.send(frame(1))
    await until(() => deliveries.length === 1)
    first.terminate()
    await once(first, 'close')
    deliveries[0]!.ack()
    await server.connection(2)
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['1'])
  })

  test('keep an ack that is late to itself: on another connection its id may name another event', async ({
    assert,
  }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const first = await server.connection()
    first.send(frame(1))
    await until(() => deliveries.length === 1)
    first.terminate()
    const second = await server.connection(2)

    const now = Date.now
    cleanup(() => (Date.now = now))
    Date.now = () => now() + 30_001
    deliveries[0]!.ack()
    second.send(frame(2))
    await until(() => deliveries.length === 2)
    deliveries[1]!.ack()
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['2'])
  })

  test('read no events while paused, and stay connected', async ({ assert }) => {
    const server = await startChannelServer()
    const { channel, deliveries, log } = startChannel({ url: server.url }, { pingInterval: 10 })
    const socket = await server.connection()
    await until(() => log.length === 1)
    channel.pause()
    socket.send(frame(1))
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.lengthOf(deliveries, 0)

    channel.resume()
    await until(() => deliveries.length === 1)
    assert.deepEqual(log, ['connected'])
  })

  test('stay paused over a new connection', async ({ assert }) => {
    const server = await startChannelServer()
    const { channel, deliveries } = startChannel({ url: server.url })
    channel.pause()
    const socket = await server.connection()
    socket.send(frame(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.lengthOf(deliveries, 0)
    channel.resume()
    await until(() => deliveries.length === 1)
  })
})

test.group('Channel | unreadable frames', () => {
  test('ack {what}, and tell of it')
    .with([
      { what: 'cut-off JSON', text: '{"id":9,"type":"record","record":{"did":' },
      { what: 'an unknown type', text: '{"id":9,"type":"weather","weather":{}}' },
      { what: 'a float', text: frame(9, recordEvent({ record: { size: 1.5 } })) },
      { what: 'a number over 2^53', text: frame(9, recordEvent({ record: { size: 2 ** 54 } })) },
      {
        what: 'a malformed CID',
        text: frame(9, recordEvent({ record: { at: { $link: 'bafy' } } })),
      },
      { what: 'a malformed DID', text: frame(9, recordEvent({ did: 'alice.test' })) },
      { what: 'an unknown status', text: frame(9, identityEvent({ status: 'asleep' })) },
      {
        what: 'very deep nesting',
        text: `{"id":9,"type":"record","record":{"record":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}}`,
      },
    ])
    .run(async ({ assert }, { text }) => {
      const server = await startChannelServer()
      const { deliveries, unreadable } = startChannel({ url: server.url })
      const socket = await server.connection()
      socket.send(text)
      socket.send(frame(10))
      await until(() => server.acks.length === 1)
      assert.deepEqual(server.acks, ['9'])
      assert.lengthOf(unreadable, 1)
      assert.deepInclude(unreadable[0], { text, id: '9' })
      assert.equal((unreadable[0]!.error as any).code, 'E_TAP_INVALID_FRAME')

      await until(() => deliveries.length === 1)
      assert.equal(deliveries[0]!.id, '10')
    })

  test('ack an id as it stands in the frame, digit by digit', async ({ assert }) => {
    const server = await startChannelServer()
    startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(frame('18446744073709551615', recordEvent({ did: 'nobody' })))
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['18446744073709551615'])
  })

  test('read a binary frame as the text it holds', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(Buffer.from(frame(1)), { binary: true })
    await until(() => deliveries.length === 1)
    assert.equal(deliveries[0]!.id, '1')
  })

  test('drop what has no id, tell of it, and go on', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries, unreadable } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(Buffer.from([0xff, 0x00, 0xfe]), { binary: true })
    socket.send('hello')
    socket.send('[]')
    socket.send('null')
    socket.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack()
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['1'])
    assert.deepEqual(
      unreadable.map(({ id }) => id),
      [undefined, undefined, undefined, undefined]
    )
  })

  test('come back after a frame over the greatest size, and say so', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries, log } = startChannel({ url: server.url }, { maxPayload: 1024 })
    const socket = await server.connection()
    socket.send(frame(1, recordEvent({ record: { text: 'x'.repeat(2000) } })))
    const next = await server.connection(2)
    next.send(frame(2))
    await until(() => deliveries.length === 1)
    assert.deepEqual(log, ['connected', 'the server sent a frame over 1024 bytes', 'connected'])
  })
})

test.group('Channel | connection', () => {
  test('come back after a close with {code}')
    .with([
      { code: 1000 },
      { code: 1001 },
      { code: 1008 },
      { code: 1011 },
      { code: 1012 },
      { code: 1013 },
      { code: 4000 },
    ])
    .run(async ({ assert }, { code }) => {
      const server = await startChannelServer()
      const { log, deliveries } = startChannel({ url: server.url })
      const socket = await server.connection()
      socket.close(code, 'bye')
      const next = await server.connection(2)
      next.send(frame(1))
      await until(() => deliveries.length === 1)
      assert.deepEqual(log, ['connected', `closed with code ${code}: bye`, 'connected'])
    })

  test('come back after a connection that breaks without a word', async ({ assert }) => {
    const server = await startChannelServer()
    const { log } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.terminate()
    await server.connection(2)
    await until(() => log.length === 3)
    assert.deepEqual(log, ['connected', 'closed with code 1006', 'connected'])
  })

  test('leave a peer that has gone silent', async ({ assert }) => {
    const server = await startChannelServer()
    const { log } = startChannel({ url: server.url }, { pingInterval: 20 })
    const socket = await server.connection()
    // Half-open: the socket stays, nothing is read or answered any more.
    socket.pause()
    await server.connection(2)
    await until(() => log.length === 3)
    assert.deepEqual(log, ['connected', 'the server went silent', 'connected'])
  })

  test('stay with a peer that answers pings and sends nothing', async ({ assert }) => {
    const server = await startChannelServer()
    const { log } = startChannel({ url: server.url }, { pingInterval: 20 })
    const socket = await server.connection()
    let pings = 0
    socket.on('ping', () => pings++)
    await until(() => pings >= 6)
    assert.deepEqual(log, ['connected'])
  })

  test('try again after an answer of {status}, saying once what is wrong')
    .with([
      { status: 401, text: 'the server refused the admin password (401)' },
      { status: 400, text: 'the server rejected the WebSocket upgrade (400)' },
      { status: 404, text: 'there is no /channel at this address (404)' },
      { status: 302, text: 'the server responded with status 302' },
      { status: 500, text: 'the server responded with status 500' },
      { status: 503, text: 'the server responded with status 503' },
    ])
    .run(async ({ assert }, { status, text }) => {
      let tries = 0
      const { url, server } = await startHttpServer(() => {})
      server.on('upgrade', (_, socket) => {
        tries++
        socket.end(`HTTP/1.1 ${status} No\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n`)
      })
      const { log } = startChannel({ url })
      await until(() => tries >= 4)
      assert.deepEqual(log, [text])
    })

  test('try again while nothing listens, and connect once something does', async ({ assert }) => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as { port: number }
    probe.close()
    await once(probe, 'close')

    const { log, reasons } = startChannel({ url: `http://127.0.0.1:${port}` })
    await until(() => log.length === 1)
    assert.deepEqual(log, ['ECONNREFUSED'])
    assert.equal(reasons[0]!.help, 'start the Tap server, or correct TAP_URL in .env')

    const { WebSocketServer } = await import('ws')
    const wss = new WebSocketServer({ port, host: '127.0.0.1', path: '/channel' })
    cleanup(() => {
      for (const client of wss.clients) client.terminate()
      wss.close()
    })
    await until(() => log.includes('connected'))
    assert.deepEqual(log, ['ECONNREFUSED', 'connected'])
  })

  test('try again when the name does not resolve', async ({ assert }) => {
    const { log } = startChannel({ url: 'http://tap.invalid' })
    await until(() => log.length === 1)
    assert.match(log[0]!, /ENOTFOUND|EAI_AGAIN/)
  })

  test('try again when the handshake hangs', async ({ assert }) => {
    let tries = 0
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', () => tries++)
    const { log } = startChannel({ url }, { handshakeTimeout: 20 })
    await until(() => tries >= 3)
    assert.deepEqual(log, ['Opening handshake has timed out'])
  })

  test('try again when the answer is no WebSocket at all', async ({ assert }) => {
    let tries = 0
    const server = createServer((socket) => {
      tries++
      socket.on('error', () => {})
      socket.end('SSH-2.0-OpenSSH_9.9\r\n')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanup(() => server.close())
    const { log } = startChannel({ url: `http://127.0.0.1:${(server.address() as any).port}` })
    await until(() => tries >= 3)
    assert.lengthOf(log, 1)
  })

  test('wait longer from try to try', async ({ assert }) => {
    const times: number[] = []
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', (_, socket) => {
      times.push(performance.now())
      socket.destroy()
    })
    startChannel({ url, reconnect: { minDelay: 20, maxDelay: 80 } })
    await until(() => times.length >= 5)
    const waits = times.slice(1).map((time, index) => time - times[index]!)
    // Each wait is cut by half at most.
    assert.isAtLeast(waits[0]!, 9)
    assert.isAtLeast(waits[1]!, 19)
    assert.isAtLeast(waits[2]!, 39)
    assert.isAtLeast(waits[3]!, 39)
  })

  test('send the admin password with the handshake, and never log it', async ({ assert }) => {
    const asked = deferred<string | undefined>()
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', (request, socket) => {
      asked.resolve(request.headers.authorization)
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    })
    const { reasons } = startChannel({ url, adminPassword: 'sesame' })
    assert.equal(await asked.promise, `Basic ${btoa('admin:sesame')}`)
    await until(() => reasons.length === 1)
    assert.notInclude(JSON.stringify(reasons), 'sesame')
  })

  test('find the channel behind a path of the address', async ({ assert }) => {
    const asked = deferred<string | undefined>()
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', (request, socket) => {
      asked.resolve(request.url)
      socket.destroy()
    })
    startChannel({ url: `${url}/tap` })
    assert.equal(await asked.promise, '/tap/channel')
  })
})

test.group('Channel | stop', () => {
  test('send the acks that are left before the close', async ({ assert }) => {
    const server = await startChannelServer()
    const { channel, deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    let code = 0
    socket.on('close', (closed) => (code = closed))
    socket.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack()
    await channel.stop()
    await until(() => code)
    assert.deepEqual(server.acks, ['1'])
    assert.equal(code, 1000)
    assert.lengthOf(server.sockets, 1)
  })

  test('keep acks back while handlers finish, then send them and the close in one piece', async ({
    assert,
  }) => {
    const server = await startChannelServer()
    const { channel, deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(frame(1))
    socket.send(frame(2))
    await until(() => deliveries.length === 2)
    const seen: string[] = []
    socket.on('message', (data) => seen.push(data.toString()))
    socket.on('close', (code) => seen.push(String(code)))
    const drained = deferred()
    const stopped = channel.stop(drained.promise)
    deliveries[0]!.ack()
    socket.send(frame(3))
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.deepEqual(seen, [])

    deliveries[1]!.ack()
    drained.resolve()
    await stopped
    await until(() => seen.length === 3)
    assert.deepEqual(seen, ['{"type":"ack","id":1}', '{"type":"ack","id":2}', '1000'])
    assert.lengthOf(deliveries, 2)
  })

  test('hang up on a peer that does not answer the close', async ({ assert }) => {
    const server = await startChannelServer()
    const { channel, log } = startChannel({ url: server.url }, { closeTimeout: 50 })
    const socket = await server.connection()
    await until(() => log.length === 1)
    socket.pause()
    await channel.stop()
    assert.deepEqual(log, ['connected'])
  })

  test('stop while it connects', async ({ assert }) => {
    const { url } = await startHttpServer(() => {})
    const { channel, log } = startChannel({ url })
    await channel.stop()
    assert.deepEqual(log, [])
  })

  test('stop while it waits for the next try', async ({ assert }) => {
    let tries = 0
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', (_, socket) => {
      tries++
      socket.destroy()
    })
    const { channel, log } = startChannel({ url, reconnect: { minDelay: 30, maxDelay: 30 } })
    await until(() => log.length === 1)
    await channel.stop()
    await new Promise((resolve) => setTimeout(resolve, 60))
    assert.equal(tries, 1)
  })

  test('stop while it is paused, with a backlog unread', async ({ assert }) => {
    const server = await startChannelServer()
    const { channel, deliveries, log } = startChannel({ url: server.url }, { closeTimeout: 60_000 })
    const socket = await server.connection()
    await until(() => log.length === 1)
    channel.pause()
    for (let id = 0; id < 5000; id++) socket.send(frame(id))
    await channel.stop()
    assert.lengthOf(deliveries, 0)
  })
})
