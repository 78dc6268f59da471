import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
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
  // Clients may disconnect at any time: that must not end the test's own process.
  server.on('connection', (socket) => socket.on('error', () => {}))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  getActiveTest()?.cleanup(close)
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
