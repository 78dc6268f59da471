import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'
import { PortForbiddenError, PortInUseError } from '../errors.js'

/** Express's `app.listen`, as much of it as is used here. */
interface Listenable {
  listen(port: number, host: string): Server
}

/** Strangers on the same network have no business with a development server. */
const LOOPBACK = '127.0.0.1'

/**
 * A server listening on loopback, whose `close` ends everything at once: idle keep-alive
 * connections and WebSockets would hold a plain `server.close()` up for minutes.
 */
export class Listener {
  #port = 0
  readonly #sockets = new Set<Socket>()

  private constructor(readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  /** @param port 0 takes a free one */
  static async open(app: Listenable, port: number, service: string): Promise<Listener> {
    const listener = new Listener(app.listen(port, LOOPBACK))
    try {
      await once(listener.server, 'listening')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE') throw new PortInUseError(service, port, error)
      if (code === 'EACCES') throw new PortForbiddenError(service, port, error)
      throw error
    }
    listener.#port = (listener.server.address() as AddressInfo).port
    return listener
  }

  get port(): number {
    return this.#port
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    this.dropConnections()
    await closed
  }
}
