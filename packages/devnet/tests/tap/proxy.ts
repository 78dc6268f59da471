import { request } from 'node:http'
import type { TestContext } from '@japa/runner/core'
import { startHttpServer } from '@tests/support/http_server'
import { WebSocket, WebSocketServer } from 'ws'

/** A reverse proxy for a PDS, which can close its WebSockets. */
export class Proxy {
  opened = 0
  #sockets: WebSocket[] = []

  private constructor(readonly url: string) {}

  static async open(context: TestContext, target: string): Promise<Proxy> {
    const { server, url } = await startHttpServer((incoming, outgoing) => {
      const { method, headers } = incoming
      const forward = request(target + incoming.url, { method, headers }, (response) => {
        outgoing.writeHead(response.statusCode!, response.headers)
        response.pipe(outgoing)
      })
      incoming.pipe(forward)
    })
    const proxy = new Proxy(url)

    new WebSocketServer({ server }).on('connection', (client, incoming) => {
      const upstream = new WebSocket(target.replace(/^http/, 'ws') + incoming.url)
      upstream.on('message', (data) => client.send(data))
      upstream.on('error', () => client.terminate())
      client.on('close', () => upstream.terminate())
      proxy.#sockets.push(client)
      proxy.opened++
    })
    context.cleanup(() => proxy.closeSockets(1001))
    return proxy
  }

  closeSockets(code: number): void {
    for (const socket of this.#sockets.splice(0)) socket.close(code)
  }
}
