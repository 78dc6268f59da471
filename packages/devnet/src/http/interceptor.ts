import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Sits in front of a server: it gets every request, and every upgrade to a WebSocket, before the
 * server does. It either responds or calls `next`, now or later.
 */
export type Interceptor = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void
) => void

type Handler = (this: Server, ...args: unknown[]) => void

/** Runs the interceptors, in order, before the handlers that the server has now. */
export function intercept(server: Server, interceptors: readonly Interceptor[]): void {
  const handleRequest = takeHandlers(server, 'request')
  server.on('request', (request, response) => {
    run(interceptors, request, response, () => handleRequest(request, response))
  })

  if (server.listenerCount('upgrade') === 0) return
  const handleUpgrade = takeHandlers(server, 'upgrade')
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const response = responseOn(socket, request)
    // An upgrade to anything else, such as HTTP/2, is optional: it is a request like any other.
    const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket'
    if (!isWebSocket) return server.emit('request', request, response)

    run(interceptors, request, response, () => {
      response.detachSocket(socket)
      handleUpgrade(request, socket, head)
    })
  })
}

function run(
  [interceptor, ...others]: readonly Interceptor[],
  request: IncomingMessage,
  response: ServerResponse,
  handle: () => void
): void {
  if (!interceptor) return handle()
  interceptor(request, response, () => run(others, request, response, handle))
}

function takeHandlers(server: Server, event: 'request' | 'upgrade') {
  const handlers = server.listeners(event) as Handler[]
  server.removeAllListeners(event)
  return (...args: unknown[]) => {
    for (const handler of handlers) handler.apply(server, args)
  }
}

/** Lets an interceptor respond to an upgrade as it would to any other request. */
function responseOn(socket: Socket, request: IncomingMessage): ServerResponse {
  socket.on('error', () => socket.destroy())
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => socket.end())
  return response
}
