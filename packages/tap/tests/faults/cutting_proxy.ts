import { connect } from 'node:net'
import { startTcpServer } from '@tests/support/tcp_server'

/**
 * A way to a server on this machine that can be cut: whole, or for what the server sends after so
 * many bytes.
 */
export async function startCuttingProxy(target: number, bytes = Infinity) {
  const cut = Promise.withResolvers<void>()
  let isDown = false
  const { port, dropConnections } = await startTcpServer((client) => {
    if (isDown) return void client.destroy()
    const upstream = connect(target, '127.0.0.1').on('error', () => {})
    let left = bytes
    client.pipe(upstream)
    client.on('close', () => upstream.destroy())
    upstream.on('data', (chunk) => {
      client.write(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) cut.resolve()
      left = Math.max(left, 0)
    })
    upstream.on('close', () => client.destroy())
  })
  return {
    port,
    /** Resolves when the limit of bytes was reached */
    cut: cut.promise,
    goDown() {
      isDown = true
      dropConnections()
    },
    comeUp: () => void (isDown = false),
  }
}
