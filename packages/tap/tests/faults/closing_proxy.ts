import { startHttpServer } from '@tests/support/http_server'
import { WebSocket, WebSocketServer } from 'ws'
import { authHeaders } from '../../src/auth_headers.js'
import { cleanup, config } from '../helpers.js'

/**
 * A proxy before a Tap server that can end a connection with a close code of its own, as those of
 * hosts do when they are restarted.
 */
export async function startClosingProxy(tap: { url: string; adminPassword: string }) {
  const { server, url } = await startHttpServer((_, response) => response.writeHead(404).end())
  const wss = new WebSocketServer({ server, path: '/channel' })
  const headers = authHeaders(config(tap))
  const channel = `${tap.url.replace('http', 'ws')}/channel`
  wss.on('connection', (client) => {
    const upstream = new WebSocket(channel, { headers })
    upstream.on('message', (data) => client.send(data.toString()))
    client.on('message', (data) => upstream.send(data.toString()))
    client.on('close', () => upstream.terminate())
    upstream.on('close', () => client.terminate())
    for (const socket of [client, upstream]) socket.on('error', () => {})
  })
  const each = (end: (client: WebSocket) => void) => wss.clients.forEach(end)
  cleanup(() => {
    each((client) => client.terminate())
    wss.close()
  })
  return { url, close: (code: number) => each((client) => client.close(code)) }
}
