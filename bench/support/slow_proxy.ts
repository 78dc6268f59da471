import { connect, type Socket } from 'node:net'
import { startTcpServer } from '@tests/support/tcp_server'

/**
 * A server on this machine that is as far away as one in another data center.
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

/** Timers of one length end in the order of their start, so that bytes keep theirs. */
function delay(from: Socket, to: Socket, ms: number) {
  from.on('data', (chunk) => void setTimeout(() => to.write(chunk), ms))
  from.on('close', () => void setTimeout(() => to.destroy(), ms))
}
