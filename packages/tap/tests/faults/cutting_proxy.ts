import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { cleanup } from '../helpers.js'

/**
 * A way to a server on this machine that can be cut: whole, or for what the server sends after so
 * many bytes.
 */
export async function startCuttingProxy(target: number, bytes = Infinity) {
  const sockets = new Set<Socket>()
  const cut = Promise.withResolvers<void>()
  let isDown = false
  const server = createServer((client) => {
    if (isDown) return void client.destroy()
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    let left = bytes
    client.pipe(upstream)
    upstream.on('data', (chunk) => {
      client.write(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) cut.resolve()
      left = Math.max(left, 0)
    })
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const goDown = () => {
    isDown = true
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  cleanup(() => {
    goDown()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    /** Resolves when the limit of bytes was reached */
    cut: cut.promise,
    goDown,
    comeUp: () => void (isDown = false),
  }
}
