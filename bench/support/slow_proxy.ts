import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * A server on this machine that is as far away as one in another data center.
 *
 * @param roundTrip - Milliseconds that it adds to a request and its response together
 */
export async function startSlowProxy(port: number, roundTrip: number) {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1')
    for (const socket of [client, target]) {
      sockets.add(socket.setNoDelay())
      socket.on('error', () => {})
    }
    delay(client, target, roundTrip / 2)
    delay(target, client, roundTrip / 2)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Timers of one length end in the order of their start, so that bytes keep theirs. */
function delay(from: Socket, to: Socket, ms: number) {
  from.on('data', (chunk) => void setTimeout(() => to.write(chunk), ms))
  from.on('close', () => void setTimeout(() => to.destroy(), ms))
}
