import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getActiveTest } from '@japa/runner'

interface HttpServer {
  server: Server
  url: string
  /** Closes it, with its connections. */
  close(): Promise<void>
}

/** Starts an HTTP server that is closed when the active test is done, if not before. */
export async function startHttpServer(listener?: RequestListener): Promise<HttpServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    // Clients may disconnect at any time: that must not end the test's own process.
    socket.on('error', () => {})
  })
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    // The server does not close those that were upgraded to a WebSocket.
    for (const socket of sockets) socket.destroy()
    await closed
  }
  getActiveTest()?.cleanup(close)
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
