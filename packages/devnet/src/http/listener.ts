import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import debug from '../debug.js'
import { PortForbiddenError, PortInUseError } from '../errors.js'
import { intercept, type Interceptor } from './interceptor.js'

const MAX_ATTEMPTS = 5

export interface ListenOptions {
  /** the `listen` method of Express, as far as it is used here */
  app: { listen(port: number, host: string): Server }
  /** 0 uses a free port. */
  port: number
  /** for error messages */
  service: string
  interceptors: readonly Interceptor[]
}

/**
 * A server that listens on both loopback addresses, since `localhost` may mean either, and on no
 * other. `close` ends all connections: idle ones and WebSockets would delay it for minutes.
 */
export class Listener {
  readonly port: number
  readonly #http: Server
  readonly #ipv6: NetServer | undefined
  readonly #sockets = new Set<Socket>()

  private constructor(http: Server, ipv6: NetServer | undefined) {
    this.port = (http.address() as AddressInfo).port
    this.#http = http
    this.#ipv6 = ipv6
    http.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  static async open(options: ListenOptions): Promise<Listener> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await Listener.#listen(options)
      } catch (error) {
        // The port may have been free on one of the two addresses only.
        const mayRetry = options.port === 0 && attempt < MAX_ATTEMPTS
        if (!(error instanceof PortInUseError) || !mayRetry) throw error
      }
    }
  }

  static async #listen({ app, port, service, interceptors }: ListenOptions): Promise<Listener> {
    const http = app.listen(port, '127.0.0.1')
    intercept(http, interceptors)
    await listening(http, service, port)
    try {
      const listener = new Listener(http, await listenOnIPv6(http, service))
      debug('%s listens on port %d', service, listener.port)
      return listener
    } catch (error) {
      http.close()
      throw error
    }
  }

  /** Calls this with each new connection, before the server gets it. */
  onConnection(callback: (socket: Socket) => void): void {
    this.#http.prependListener('connection', callback)
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    const servers = this.#ipv6 ? [this.#http, this.#ipv6] : [this.#http]
    const closed = servers.map((server) => once(server, 'close'))
    for (const server of servers) server.close()
    this.dropConnections()
    await Promise.all(closed)
    // Clients in this process see it too, or their next request would use a closed connection.
    for (let turn = 1; turn <= 2; turn++) await nextTurn()
  }
}

/** Passes connections to `[::1]` to the HTTP server. Undefined on a machine without IPv6. */
async function listenOnIPv6(http: Server, service: string): Promise<NetServer | undefined> {
  const { port } = http.address() as AddressInfo
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    http.emit('connection', socket)
  })
  try {
    await listening(server.listen(port, '::1'), service, port)
    return server
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') throw error
    debug('no IPv6 on this machine: %s', code)
  }
}

async function listening(server: NetServer, service: string, port: number): Promise<void> {
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new PortInUseError(service, port, error)
    if (code === 'EACCES') throw new PortForbiddenError(service, port, error)
    throw error
  }
}
