import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from '@japa/runner/core'
import { WebSocket, WebSocketServer } from 'ws'

/** A reverse proxy for a PDS, which can close its WebSockets. */
export class Proxy {
  opened = 0
  #sockets: WebSocket[] = []

  private constructor(readonly url: string) {}

  static async open(context: TestContext, target: string): Promise<Proxy> {
    const server = createServer((incoming, outgoing) => {
      const { method, headers } = incoming
      const forward = request(target + incoming.url, { method, headers }, (response) => {
        outgoing.writeHead(response.statusCode!, response.headers)
        response.pipe(outgoing)
      })
      incoming.pipe(forward)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new Proxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)

    new WebSocketServer({ server }).on('connection', (client, incoming) => {
      const upstream = new WebSocket(target.replace(/^http/, 'ws') + incoming.url)
      upstream.on('message', (data) => client.send(data))
      upstream.on('error', () => client.terminate())
      client.on('close', () => upstream.terminate())
      proxy.#sockets.push(client)
      proxy.opened++
    })
    context.cleanup(() => {
      proxy.closeSockets(1001)
      server.closeAllConnections()
      server.close()
    })
    return proxy
  }

  closeSockets(code: number): void {
    for (const socket of this.#sockets.splice(0)) socket.close(code)
  }
}
