import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

export type ServerName = 'pds' | 'plc' | 'tap'

/** A request to one of the devnet's servers, and its response. */
export class Exchange {
  readonly path: string
  readonly query: URLSearchParams
  #body?: Promise<string>

  constructor(
    readonly server: ServerName,
    readonly request: IncomingMessage,
    readonly response: ServerResponse
  ) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    // DIDs come with their colons encoded and not.
    this.path = pathname.replaceAll(/%3a/gi, ':')
    this.query = searchParams
  }

  /** The request's body; the server can still read it afterwards. */
  body(): Promise<string> {
    this.#body ??= peekBody(this.request)
    return this.#body
  }

  send(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))
  }

  /** Closes the connection without a reply. */
  cut(): void {
    this.request.socket.destroy()
  }
}

/**
 * Reads bodies up to the size of a token request. Longer ones are empty here, but complete for the
 * server.
 */
const MAX_BODY_SIZE = 16 * 1024

async function peekBody(request: IncomingMessage): Promise<string> {
  const length = Number(request.headers['content-length'] ?? 0)
  if (length === 0 || length > MAX_BODY_SIZE) return ''
  for (;;) {
    const body: Buffer | null = request.read(length)
    if (body) {
      request.unshift(body)
      return body.toString()
    }
    await once(request, 'readable')
  }
}
