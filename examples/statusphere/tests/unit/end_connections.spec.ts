import { once } from 'node:events'
import {
  Agent,
  createServer,
  get,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { test } from '@japa/runner'
import { endConnections } from '#helpers/end_connections'

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function listen(handle: RequestListener): Promise<Server> {
  const server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** Sends one request after the other over one connection until the server refuses it. */
async function keepBusy(port: number, onResponse: () => void): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (;;) {
    const [response] = await once(get({ port, host: '127.0.0.1', agent }), 'response')
    response.resume()
    await once(response, 'end')
    onResponse()
  }
}

test.group('End of connections', () => {
  test('close while a client sends one request after the other', async ({ assert, cleanup }) => {
    const server = await listen((_, response) => setTimeout(() => response.end('done'), 5))
    cleanup(() => server.closeAllConnections())
    let responses = 0
    const busy = keepBusy(portOf(server), () => {
      if (++responses !== 10) return
      endConnections(server, () => {})
      server.close()
    })

    await once(server, 'close')
    // The connection ends between two responses, and there is no other.
    await assert.rejects(() => busy, /ECONNREFUSED|ECONNRESET|socket hang up/)
    assert.isAtMost(responses, 12)
  })

  test('close although a client sends nothing or half a request', async ({ cleanup }) => {
    const server = await listen((request) => request.resume())
    cleanup(() => server.closeAllConnections())
    for (const text of ['', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc']) {
      const socket = connect(portOf(server), '127.0.0.1').on('error', () => {})
      socket.write(text)
      await once(server, 'connection')
    }

    endConnections(server, () => {}, 50)
    server.close()
    await once(server, 'close')
  })

  test('finish the response that is under way', async ({ assert }) => {
    const server = await listen((_, response) => {
      response.write('first ')
      endConnections(server, () => {})
      server.close()
      setTimeout(() => response.end('last'), 100)
    })

    const closed = once(server, 'close')
    const response = await fetch(`http://127.0.0.1:${portOf(server)}`)
    assert.equal(await response.text(), 'first last')
    await closed
  })

  test('end a stream that opens only then', async ({ assert }) => {
    const streams = new Set<ServerResponse>()
    const server = await listen((_, response) => {
      endConnections(server, () => streams.forEach((stream) => stream.end()))
      server.close()
      setTimeout(() => {
        streams.add(response)
        response.writeHead(200, { connection: 'keep-alive' }).write('open')
      }, 100)
    })

    const closed = once(server, 'close')
    const response = await fetch(`http://127.0.0.1:${portOf(server)}`)
    assert.equal(await response.text(), 'open')
    await closed
  })
})
