import { createServer, type RequestListener, type Server } from 'node:http'
import { listenForTest, type TcpServer } from './tcp_server.js'

/** Starts an HTTP server. See `listenForTest`. */
export function startHttpServer(listener?: RequestListener): Promise<TcpServer<Server>> {
  return listenForTest(createServer(listener))
}
