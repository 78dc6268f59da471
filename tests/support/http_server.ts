import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getActiveTest } from '@japa/runner'

/** Starts an HTTP server that is closed, with its connections, when the active test is done. */
export async function startHttpServer(
  listener: RequestListener
): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Clients may disconnect at any time: that must not end the test's own process.
  server.on('connection', (socket) => socket.on('error', () => {}))
  getActiveTest()!.cleanup(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
