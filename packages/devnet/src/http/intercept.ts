import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Handles the request itself, or calls `next` for whoever came before it. */
export type Interceptor = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void
) => void

/** Puts a handler before those that a server already has. */
export function intercept(server: Server, interceptor: Interceptor): void {
  const others = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    interceptor(request, response, () => {
      for (const other of others) other.call(server, request, response)
    })
  })
}
