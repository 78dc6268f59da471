import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { freePort } from '@tests/support/ports'
import { startTcpServer } from '@tests/support/tcp_server'
import { until } from '@tests/support/until'
import { Channel, type ChannelTuning } from '../../src/channel/channel.js'
import { type DiagnosticMessages, Diagnostics, subscribe } from '../../src/diagnostics.js'
import { parseFrame } from '../../src/frames/parse_frame.js'
import type { Delivery, TapConfig } from '../../src/types.js'
import {
  BOB,
  cleanup,
  config,
  deferred,
  frame,
  recordEvent,
  startChannelServer,
} from '../helpers.js'

function startChannel(values: Partial<TapConfig>, tuning: Partial<ChannelTuning> = {}) {
  const log: string[] = []
  const reasons: DiagnosticMessages['disconnected'][] = []
  const unreadable: DiagnosticMessages['unreadable'][] = []
  const deliveries: Delivery[] = []
  const owner = {}
  const listen = <N extends keyof DiagnosticMessages>(
    name: N,
    handle: (message: DiagnosticMessages[N]) => void
  ) => cleanup(subscribe(name, (message) => message.listener === owner && handle(message)))
  listen('connected', () => log.push('connected'))
  listen('disconnected', (message) => {
    log.push(message.reason)
    reasons.push(message)
  })
  listen('unreadable', (message) => unreadable.push(message))
  const channel = new Channel(config(values), new Diagnostics(owner), {
    closeTimeout: 200,
    ...tuning,
  })
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
    assert.deepInclude(parseFrame(deliveries[0]!.frame!), event)
    assert.deepEqual(server.acks, [])

    deliveries[0]!.ack('done')
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['1'])
  })

  test('write the acks of one turn in one piece, each as a message', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    for (let id = 1; id <= 50; id++) socket.send(frame(id))
    await until(() => deliveries.length === 50)

    let reads = 0
    const raw = (socket as any)._socket
    raw.on('data', () => reads++)
    for (const delivery of deliveries) delivery.ack('done')
    await until(() => server.acks.length === 50)
    assert.equal(reads, 1)
    assert.deepEqual(
      server.acks,
      deliveries.map(({ id }) => id)
    )
  })

  test('deliver an id again on another connection, where it may name another event', async ({
    assert,
  }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const first = await server.connection()
    first.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack('done')
    await until(() => server.acks.length === 1)
    first.terminate()

    const second = await server.connection(2)
    second.send(frame(1, recordEvent({ did: BOB })))
    await until(() => deliveries.length === 2)
    assert.equal(deliveries[1]!.head!.did, BOB)
  })

  test('drop an ack when its connection is closed, instead of sending it over the next one', async ({
    assert,
  }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const first = await server.connection()
    first.send(frame(1))
    await until(() => deliveries.length === 1)
    first.terminate()
    const second = await server.connection(2)

    deliveries[0]!.ack('done')
    second.send(frame(2))
    await until(() => deliveries.length === 2)
    deliveries[1]!.ack('done')
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

test.group('Channel | unusual frames', () => {
  test('read a binary frame as text', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(Buffer.from(frame(1)), { binary: true })
    await until(() => deliveries.length === 1)
    assert.equal(deliveries[0]!.id, '1')
  })

  test('drop frames without an id and continue', async ({ assert }) => {
    const server = await startChannelServer()
    const { deliveries, unreadable } = startChannel({ url: server.url })
    const socket = await server.connection()
    socket.send(Buffer.from([0xff, 0x00, 0xfe]), { binary: true })
    socket.send('hello')
    socket.send('[]')
    socket.send('null')
    socket.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack('done')
    await until(() => server.acks.length === 1)
    assert.deepEqual(server.acks, ['1'])
    assert.lengthOf(unreadable, 4)
    assert.equal(unreadable[1]!.frame, 'hello')
  })

  test('deliver the start of a frame over the limit, with the reason', async ({ assert }) => {
    const server = await startChannelServer()
    const limits = { bytes: 1024 }
    const { deliveries } = startChannel({ url: server.url, limits })
    const socket = await server.connection()
    const text = frame(7, recordEvent({ record: { text: 'x'.repeat(10_000) } }))
    socket.send(text)
    await until(() => deliveries.length === 1)
    const [delivery] = deliveries
    assert.equal(delivery!.id, '7')
    assert.equal(delivery!.weight, text.length)
    assert.isBelow(delivery!.frame!.length, 5000)
    assert.equal((delivery!.error as any).code, 'E_TAP_OVERSIZE_FRAME')
  })

  test('reconnect after a frame that is too large to be received', async ({ assert }) => {
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
  test('reconnect after a close with {code}')
    .with([
      { code: 1000 },
      { code: 1001 },
      { code: 1002 },
      { code: 1003 },
      { code: 1007 },
      { code: 1008 },
      { code: 1009 },
      { code: 1010 },
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

  test('reconnect after {when}')
    .with([
      { when: 'a close without a code', end: 'close', code: 1005 },
      { when: 'a connection breaks without a close frame', end: 'terminate', code: 1006 },
    ] as const)
    .run(async ({ assert }, { end, code }) => {
      const server = await startChannelServer()
      const { log } = startChannel({ url: server.url })
      const socket = await server.connection()
      socket[end]()
      await server.connection(2)
      await until(() => log.length === 3)
      assert.deepEqual(log, ['connected', `closed with code ${code}`, 'connected'])
    })

  test('reconnect when the peer is silent', async ({ assert }) => {
    const server = await startChannelServer()
    const { log } = startChannel({ url: server.url }, { pingInterval: 20 })
    const socket = await server.connection()
    // Half-open: the socket stays, nothing is read or sent any more.
    socket.pause()
    await server.connection(2)
    await until(() => log.length === 3)
    assert.deepEqual(log, ['connected', 'the server went silent', 'connected'])
  })

  test('stay connected when the peer only responds to pings', async ({ assert }) => {
    const server = await startChannelServer()
    const { log } = startChannel({ url: server.url }, { pingInterval: 20 })
    const socket = await server.connection()
    let pings = 0
    socket.on('ping', () => pings++)
    await until(() => pings >= 6)
    assert.deepEqual(log, ['connected'])
  })

  test('retry after a response with status {status} and report it once')
    .with([
      { status: 401, text: 'the server rejected the admin password (401)' },
      { status: 400, text: 'the server rejected the WebSocket upgrade (400)' },
      { status: 404, text: 'there is no /channel at this address (404)' },
      { status: 302, text: 'the server responded with status 302' },
      { status: 500, text: 'the server responded with status 500' },
      { status: 503, text: 'the server responded with status 503' },
    ])
    .run(async ({ assert }, { status, text }) => {
      let attempts = 0
      const { url, server } = await startHttpServer(() => {})
      server.on('upgrade', (_, socket) => {
        attempts++
        socket.end(`HTTP/1.1 ${status} No\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n`)
      })
      const { log } = startChannel({ url })
      await until(() => attempts >= 4)
      assert.deepEqual(log, [text])
    })

  test('retry until something listens', async ({ assert }) => {
    const port = await freePort()
    const { log, reasons } = startChannel({ url: `http://127.0.0.1:${port}` })
    await until(() => log.length === 1)
    assert.deepEqual(log, ['ECONNREFUSED'])
    assert.equal(
      reasons[0]!.help,
      'start the Tap server (in development, run "npx atproto-devnet"), or correct TAP_URL in .env'
    )

    const { WebSocketServer } = await import('ws')
    const wss = new WebSocketServer({ port, host: '127.0.0.1', path: '/channel' })
    cleanup(() => {
      for (const client of wss.clients) client.terminate()
      wss.close()
    })
    await until(() => log.includes('connected'))
    assert.deepEqual(log, ['ECONNREFUSED', 'connected'])
  })

  test('retry when the name does not resolve', async ({ assert }) => {
    const { log } = startChannel({ url: 'http://tap.invalid' })
    await until(() => log.length === 1)
    assert.match(log[0]!, /ENOTFOUND|EAI_AGAIN/)
  })

  test('retry when the handshake times out', async ({ assert }) => {
    let attempts = 0
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', () => attempts++)
    const { log } = startChannel({ url }, { handshakeTimeout: 20 })
    await until(() => attempts >= 3)
    assert.deepEqual(log, ['Opening handshake has timed out'])
  })

  test('retry when the peer does not speak HTTP', async ({ assert }) => {
    let attempts = 0
    const { url } = await startTcpServer((socket) => {
      attempts++
      socket.end('SSH-2.0-OpenSSH_9.9\r\n')
    })
    const { log } = startChannel({ url })
    await until(() => attempts >= 3)
    assert.lengthOf(log, 1)
  })

  test('double the delay between attempts', async ({ assert }) => {
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

  test('keep the path of the address', async ({ assert }) => {
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
  test('send the remaining acks before the close', async ({ assert }) => {
    const server = await startChannelServer()
    const { channel, deliveries } = startChannel({ url: server.url })
    const socket = await server.connection()
    let code = 0
    socket.on('close', (closed) => (code = closed))
    socket.send(frame(1))
    await until(() => deliveries.length === 1)
    deliveries[0]!.ack('done')
    await channel.stop()
    await until(() => code)
    assert.deepEqual(server.acks, ['1'])
    assert.equal(code, 1000)
    assert.lengthOf(server.sockets, 1)
  })

  test('hold acks while handlers finish, then send them with the close frame', async ({
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
    deliveries[0]!.ack('done')
    socket.send(frame(3))
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.deepEqual(seen, [])

    deliveries[1]!.ack('done')
    drained.resolve()
    await stopped
    await until(() => seen.length === 3)
    assert.deepEqual(seen, ['{"type":"ack","id":1}', '{"type":"ack","id":2}', '1000'])
    assert.lengthOf(deliveries, 2)
  })

  test('terminate a peer that ignores the close frame', async ({ assert }) => {
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

  test('stop while it waits to reconnect', async ({ assert }) => {
    let attempts = 0
    const { url, server } = await startHttpServer(() => {})
    server.on('upgrade', (_, socket) => {
      attempts++
      socket.destroy()
    })
    const { channel, log } = startChannel({ url, reconnect: { minDelay: 30, maxDelay: 30 } })
    await until(() => log.length === 1)
    await channel.stop()
    await new Promise((resolve) => setTimeout(resolve, 60))
    assert.equal(attempts, 1)
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
