import { createServer, type RequestListener } from 'node:http'
import { listenForTest } from './tcp_server.js'

/** Starts an HTTP server. See `listenForTest`. */
export function startHttpServer(listener?: RequestListener) {
  return listenForTest(createServer(listener))
}
