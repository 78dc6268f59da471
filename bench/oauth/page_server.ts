import { createServer } from 'node:http'
import { defineConfig as defineAuthConfig } from '@adonisjs/auth'
import { sessionGuard, sessionUserProvider } from '@adonisjs/auth/session'
import type { HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import type { DatabaseConnection } from '@tests/support/databases'
import { bootApp, built, migrate, onQuery } from './app.js'

/** The guards of the app: one with our user provider, one with AdonisJS's own for Lucid. */
const GUARDS = ['web', 'users'] as const
export type GuardName = (typeof GUARDS)[number]

/** The settings of the server of this bench. */
export interface PageServerSettings {
  folder: string
  port: number
  connection: DatabaseConnection
  network: { plcUrl: string; handleResolver: string }
}

/** What the server has used so far. */
export interface PageServerUsage {
  /** Of the request that this responds to. */
  number?: number
  cpu: number
  queries: number
}

const settings: PageServerSettings = JSON.parse(process.argv[2]!)
let queries = 0

const guardOf = (ctx: HttpContext, name: GuardName) => ctx.auth.use(name as never) as any

const lucid = sessionUserProvider({ model: () => import('./user.js') })
const app = await bootApp({
  dir: settings.folder,
  modules: built,
  database: settings.connection,
  auth: defineAuthConfig({
    default: 'web',
    guards: {
      web: sessionGuard({ useRememberMeTokens: false, provider: built.atprotoUserProvider() }),
      users: sessionGuard({ useRememberMeTokens: false, provider: lucid }),
    },
  }),
  config: { appUrl: `http://127.0.0.1:${settings.port}`, network: settings.network },
})
await app.start(listen)
process.on('message', (number) => {
  const { user, system } = process.cpuUsage()
  process.send!({ number, cpu: (user + system) / 1000, queries })
})
process.on('disconnect', () => process.exit())
process.send!('ready')

async function listen(started: ApplicationService) {
  await migrate(started, settings.folder)
  await createUsers(started)
  await onQuery(started, () => queries++)

  const router = await started.container.make('router')
  const http = await started.container.make('server')
  router.use([
    () => import('@adonisjs/session/session_middleware'),
    () => import('@adonisjs/auth/initialize_auth_middleware'),
  ])
  for (const name of GUARDS) {
    router.get(`/${name}`, async (ctx) => {
      const guard = guardOf(ctx, name)
      await guard.check()
      return { did: guard.user?.did ?? null }
    })
  }
  router.get('/login', async (ctx) => {
    const { default: User } = await import('./user.js')
    await guardOf(ctx, 'users').login(await User.findOrFail(1))
    return ctx.oauth.authorize(ctx.request.input('handle'))
  })
  router.get('/oauth/callback', async (ctx) => {
    await ctx.oauth.callback()
  })
  await http.boot()
  const server = createServer(http.handle.bind(http))
  await new Promise<void>((resolve) => server.listen(settings.port, '127.0.0.1', resolve))
}

async function createUsers(started: ApplicationService) {
  const db = await started.container.make('lucid.db')
  await db.connection().schema.createTable('users', (table: any) => {
    table.increments('id')
    table.string('did')
    table.string('handle')
    table.bigInteger('created_at')
  })
  await db.table('users').insert({ did: 'did:plc:a', handle: 'alice.test', created_at: 1 })
}
