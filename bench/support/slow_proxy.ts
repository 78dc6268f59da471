import { connect, type Socket } from 'node:net'
import { startTcpServer } from '@tests/support/tcp_server'

/**
 * A proxy to a server on this machine that makes it as slow to reach as one in another data center.
 *
 * @param roundTrip - Milliseconds that it adds to a request and its response together
 */
export function startSlowProxy(port: number, roundTrip: number) {
  return startTcpServer((client) => {
    const target = connect(port, '127.0.0.1').on('error', () => {})
    for (const socket of [client, target]) socket.setNoDelay()
    delay(client, target, roundTrip / 2)
    delay(target, client, roundTrip / 2)
  })
}

/** Timers of the same length fire in the order of their start, so the bytes stay in order. */
function delay(from: Socket, to: Socket, ms: number) {
  from.on('data', (chunk) => void setTimeout(() => to.write(chunk), ms))
  from.on('close', () => void setTimeout(() => to.destroy(), ms))
}
