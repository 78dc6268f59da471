import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { getActiveTest } from '@japa/runner'

/** Starts a server of raw connections. See `listenForTest`. */
export function startTcpServer(onConnection: (socket: Socket) => void) {
  return listenForTest(createServer(onConnection))
}

/** Listens on 127.0.0.1 until the active test is done, or until `close()` outside of one. */
export async function listenForTest<Kind extends Server>(server: Kind) {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    // Clients may disconnect at any time: that must not end the test's own process.
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  /** Ends all connections, but keeps listening. */
  const dropConnections = () => sockets.forEach((socket) => socket.destroy())
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    // An HTTP server does not close those that were upgraded to a WebSocket.
    dropConnections()
    await closed
  }
  getActiveTest()?.cleanup(close)
  const { port } = server.address() as AddressInfo
  return { server, port, url: `http://127.0.0.1:${port}`, dropConnections, close }
}
