import { IgnitorFactory } from '@adonisjs/core/factories'
import { Secret } from '@adonisjs/core/helpers'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { startHttpServer } from '@tests/support/http_server'
import { authHeaders } from '../../src/auth_headers.js'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'
import { defineConfig } from '../../src/define_config.js'
import type { TapConfig, TapEvent } from '../../src/types.js'
import { cleanup, STATUS } from '../helpers.js'

export const PASSWORD = 'sesame'

/** As a CSRF guard does: it takes the requests of its own pages only. */
class Guard {
  async handle({ response }: HttpContext, _: NextFn) {
    return response.status(403).send('E_BAD_CSRF_TOKEN')
  }
}

export interface Options {
  config?: Partial<TapConfig>
  path?: string
  prefix?: string
  isProduction?: boolean
}

/**
 * A web app with a body parser and a guard in its way, whose routes have `tap.webhook()`.
 */
export async function startWebApp({ config, path, prefix, isProduction }: Options = {}) {
  const state = { seen: [] as TapEvent[], handle: async (_: TapEvent): Promise<void> => {} }
  const deadLetters = new MemoryDeadLetterStore()
  const ignitor = new IgnitorFactory()
    .withCoreConfig()
    .withCoreProviders()
    .merge({
      config: {
        tap: defineConfig({
          url: 'http://127.0.0.1:9',
          adminPassword: new Secret(PASSWORD),
          retry: { minDelay: 10, maxDelay: 50 },
          attempts: 1,
          deadLetters,
          ...config,
        }),
      },
      rcFileContents: { providers: [() => import('../../providers/tap_provider.js')] },
    })
    .create(new URL('../app/', import.meta.url), { importer: (name) => import(name) })

  const app = ignitor.createApp('web')
  await app.init()
  if (isProduction) Object.defineProperty(app, 'inProduction', { value: true })
  await app.boot()
  const { server: nodeServer, url } = await startHttpServer()
  cleanup(() => app.terminate())
  const [server, router, tap] = await Promise.all([
    app.container.make('server'),
    app.container.make('router'),
    app.container.make('tap'),
  ])
  await app.start(async () => {
    router.use([
      () => import('@adonisjs/core/bodyparser_middleware'),
      async () => ({ default: Guard }),
    ])
    router.post('/other', ({ request }) => request.all())
    if (prefix) router.group(() => void tap.webhook(path)).prefix(prefix)
    else tap.webhook(path)
    tap.index(STATUS, async (event: TapEvent) => {
      await state.handle(event)
      state.seen.push(event)
    })
    await server.boot()
  })
  nodeServer.on('request', server.handle.bind(server))

  const post = async (body: string | Buffer, init: RequestInit & { path?: string } = {}) => {
    const response = await fetch(`${url}${init.path ?? '/tap/webhook'}`, {
      method: 'POST',
      body: body as string,
      ...init,
      headers: { ...tapHeaders(), ...init.headers },
    })
    await response.text()
    return response.status
  }
  const letters = () => deadLetters.read({}, { limit: 100, maxBytes: 1e9 })
  return { app, url, tap, state, post, letters, deadLetters, router }
}

/** What the Tap server sends. */
export function tapHeaders(password = PASSWORD) {
  return {
    'content-type': 'application/json',
    ...authHeaders({ adminPassword: new Secret(password) }),
  }
}
