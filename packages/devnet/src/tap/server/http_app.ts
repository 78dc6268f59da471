import { type HttpBindings, upgradeWebSocket } from '@hono/node-server'
import { type Context, type Handler, Hono } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { WebSocket } from 'ws'
import type { Channel } from '../outbox/channel.js'
import type { Route } from './routes.js'

/** A list of 400,000 DIDs. */
const MAX_BODY_SIZE = 16 * 1024 * 1024

export interface HttpAppOptions {
  routes: Route[]
  /** undefined when events go to a webhook */
  channel?: Channel
  adminPassword?: string
  log: (message: string) => void
}

/** The HTTP server of Tap. It checks the password on every path, and calls the routes. */
export function createHttpApp({ routes, channel, adminPassword, log }: HttpAppOptions): Hono {
  const app = new Hono()
  if (adminPassword) app.use(requirePassword(adminPassword))
  app.post(
    '/repos/*',
    bodyLimit({ maxSize: MAX_BODY_SIZE, onError: () => fail(413, 'Request Entity Too Large') })
  )

  for (const { method, path, handle } of routes) {
    app.all(
      path,
      onlyFor(method, async (context) => reply(context, await handle(context)))
    )
  }
  app.all('/channel', onlyFor('GET', channel ? openChannel(channel) : refuseChannel))

  app.notFound((context) => context.json({ message: 'Not Found' }, 404))
  app.onError((error, context) => {
    if (error instanceof HTTPException) {
      return error.res ?? context.json({ message: error.message }, error.status)
    }
    // The error is logged, not sent.
    log(`http: ${context.req.method} ${context.req.path}: ${String(error)}`)
    return context.json({ message: 'Internal Server Error' }, 500)
  })
  return app
}

function requirePassword(password: string) {
  return basicAuth({
    username: 'admin',
    password,
    realm: 'admin',
    invalidUserMessage: {
      error: 'Unauthorized',
      message: 'atproto admin auth required, but missing or incorrect password',
    },
  })
}

/** HEAD requests are not handled as GET, as in the real server. */
function onlyFor(method: Route['method'], handler: Handler): Handler {
  return (context, next) => {
    if (context.req.method === method) return handler(context, next)

    context.header('allow', `OPTIONS, ${method}`)
    if (context.req.method === 'OPTIONS') return context.body(null, 204)
    return context.json({ message: 'Method Not Allowed' }, 405)
  }
}

function openChannel(channel: Channel): Handler {
  const upgrade = upgradeWebSocket((context) => {
    const { socket } = (context.env as HttpBindings).incoming
    return { onOpen: (_, { raw }) => channel.accept({ webSocket: raw as WebSocket, socket }) }
  })
  return (context, next) => {
    if (context.req.header('upgrade')) return upgrade(context, next)
    return context.text('Bad Request\n', 400, { 'sec-websocket-version': '13' })
  }
}

function refuseChannel(): never {
  fail(400, 'websocket not available in webhook mode')
}

function reply(context: Context, body: unknown): Response {
  return body === undefined ? context.body(null) : context.json(body)
}

function fail(status: 400 | 413, message: string): never {
  throw new HTTPException(status, { message })
}
