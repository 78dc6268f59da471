import { createServer, ServerResponse, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Listener } from '../../http/listener.js'
import { isAuthorized } from './auth.js'
import type { Channel } from '../outbox/channel.js'
import { HttpError } from './http_error.js'
import type { Route } from './routes.js'

/** Routes requests and wants the password of each, unknown paths included. */
export class HttpServer {
  #server = createServer((request, response) => void this.#answer(request, response))
  #listener: Listener | undefined

  constructor(
    private routes: Route[],
    private channel: Channel | undefined,
    private adminPassword: string | undefined,
    private log: (message: string) => void
  ) {
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** Returns the URL. Throws `PortInUseError`. */
  async listen(port: number): Promise<string> {
    this.#listener = await Listener.open(this.#server, port, 'Tap server')
    return `http://127.0.0.1:${this.#listener.port}`
  }

  async close(): Promise<void> {
    await this.#listener?.close()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const mayOpen = isAuthorized(request.headers.authorization, this.adminPassword)
    if (mayOpen && this.channel && request.method === 'GET' && pathOf(request) === '/channel') {
      return this.channel.accept(request, socket, head)
    }
    // Everything else about the request is answered as if it had not asked for an upgrade.
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket as Socket)
    response.on('finish', () => socket.end())
    void this.#answer(request, response)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isAuthorized(request.headers.authorization, this.adminPassword)) {
      return refuse(response)
    }
    try {
      await this.#route(request, response)
    } catch (error) {
      const { status, message } = this.#known(error, request)
      sendJson(response, status, { message })
    }
  }

  /** The answer tells strangers nothing of what we did not foresee; the log does. */
  #known(error: unknown, request: IncomingMessage): HttpError {
    if (error instanceof HttpError) return error
    this.log(`http: ${request.method} ${request.url}: ${String(error)}`)
    return new HttpError(500, 'Internal Server Error')
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request)
    if (path === '/channel') return this.#channelWithoutUpgrade(request, response)

    const match = findRoute(this.routes, path)
    if (!match) throw new HttpError(404, 'Not Found')
    const { route, param } = match
    if (!allows(route.method, request, response)) return

    const body = await route.handle(param, request)
    if (body === undefined) response.end()
    else sendJson(response, 200, body)
  }

  #channelWithoutUpgrade(request: IncomingMessage, response: ServerResponse): void {
    if (!allows('GET', request, response)) return
    if (!this.channel) throw new HttpError(400, 'websocket not available in webhook mode')
    response
      .writeHead(400, {
        'content-type': 'text/plain; charset=utf-8',
        'sec-websocket-version': '13',
      })
      .end('Bad Request\n')
  }
}

/** A trailing `:did` takes all the rest of the path, slashes too, as long as there is any. */
function findRoute(routes: Route[], path: string): { route: Route; param: string } | undefined {
  for (const route of routes) {
    if (route.path === path) return { route, param: '' }

    const prefix = route.path.endsWith(':did') ? route.path.slice(0, -':did'.length) : undefined
    if (prefix && path.startsWith(prefix) && path.length > prefix.length) {
      return { route, param: path.slice(prefix.length) }
    }
  }
  return undefined
}

/** Answers an OPTIONS request itself. Throws when the method is another one. */
function allows(method: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === method) return true

  response.setHeader('allow', `OPTIONS, ${method}`)
  if (request.method !== 'OPTIONS') throw new HttpError(405, 'Method Not Allowed')
  response.writeHead(204).end()
  return false
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0]!
}

function refuse(response: ServerResponse): void {
  const body = {
    error: 'Unauthorized',
    message: 'atproto admin auth required, but missing or incorrect password',
  }
  response
    .writeHead(401, {
      'content-type': 'application/json',
      'www-authenticate': 'Basic realm="admin", charset="UTF-8"',
    })
    .end(`${JSON.stringify(body)}\n`)
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
    .end(`${JSON.stringify(body)}\n`)
}
