import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port for what is told its port before it starts, or has to come back at the same address.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}
