import { connect, type Socket } from 'node:net'
import { startTcpServer } from './tcp_server.js'

/**
 * A way to a server on this machine. It can be cut: whole, or for what the server sends after so
 * many bytes. And it can close WebSockets with a code of its own, as the proxies of hosts do when
 * they are restarted.
 */
export async function startTcpProxy(target: number, bytes = Infinity) {
  const cut = Promise.withResolvers<void>()
  const webSockets: Socket[] = []
  let isDown = false
  const { port, url, dropConnections } = await startTcpServer((client) => {
    if (isDown) return void client.destroy()
    const upstream = connect(target, '127.0.0.1').on('error', () => {})
    let left = bytes
    client.once('data', (head) => {
      if (/^upgrade: websocket/im.test(head.toString())) webSockets.push(client)
    })
    client.pipe(upstream)
    client.on('close', () => upstream.destroy())
    upstream.on('data', (chunk) => {
      if (client.writable) client.write(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) cut.resolve()
      left = Math.max(left, 0)
    })
    upstream.on('close', () => client.destroy())
  })
  return {
    port,
    url,
    /** The connections that became a WebSocket, closed ones included. */
    webSockets,
    /** Sends a close frame to the client of each WebSocket, and nothing after it. */
    closeWebSockets(code: number) {
      for (const client of webSockets) client.end(Buffer.from([0x88, 2, code >> 8, code & 0xff]))
    },
    /** Resolves when the limit of bytes was reached. */
    cut: cut.promise,
    goDown() {
      isDown = true
      dropConnections()
    },
    comeUp: () => void (isDown = false),
  }
}
