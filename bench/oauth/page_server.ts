import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig as defineAuthConfig } from '@adonisjs/auth'
import { sessionGuard, sessionUserProvider } from '@adonisjs/auth/session'
import { IgnitorFactory } from '@adonisjs/core/factories'
import type { HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import { defineConfig as defineDatabaseConfig } from '@adonisjs/lucid'
import { defineConfig as defineSessionConfig, stores as sessionStores } from '@adonisjs/session'
import type { DatabaseConnection } from '@tests/support/databases'
import { defineConfig, stores, stubsRoot } from 'adonisjs-atproto-oauth'
import { atprotoUserProvider } from 'adonisjs-atproto-oauth/user_provider'

/** What a server of this bench is told. */
export interface PageServerSettings {
  provider: 'ours' | 'lucid'
  folder: string
  port: number
  connection: DatabaseConnection
  network: { plcUrl: string; handleResolver: string }
}

/** What it has used until it was asked. */
export interface PageServerUsage {
  /** Of the question that this answers */
  number?: number
  cpu: number
  queries: number
}

const settings: PageServerSettings = JSON.parse(process.argv[2]!)
const url = `http://127.0.0.1:${settings.port}`
let queries = 0

const guardOf = (ctx: HttpContext) => ctx.auth.use('web' as never) as any

const app = new IgnitorFactory()
  .withCoreProviders()
  .withCoreConfig()
  .merge({
    rcFileContents: {
      providers: [
        () => import('@adonisjs/session/session_provider'),
        () => import('@adonisjs/auth/auth_provider'),
        () => import('@adonisjs/lucid/database_provider'),
        () => import('adonisjs-atproto-oauth/oauth_provider'),
      ],
    },
    config: {
      logger: { default: 'app', loggers: { app: { enabled: false } } },
      session: defineSessionConfig({
        enabled: true,
        cookieName: 'adonis-session',
        clearWithBrowser: false,
        age: '2h',
        cookie: { path: '/', httpOnly: true, secure: false, sameSite: 'lax' },
        store: 'cookie',
        stores: { cookie: sessionStores.cookie() },
      }),
      auth: defineAuthConfig({
        default: 'web',
        guards: {
          web: sessionGuard({
            useRememberMeTokens: false,
            provider: (settings.provider === 'ours'
              ? atprotoUserProvider()
              : sessionUserProvider({ model: () => import('./user.js') })) as any,
          }),
        },
      }),
      database: defineDatabaseConfig({
        connection: 'bench',
        connections: { bench: { ...settings.connection, debug: true } },
      }),
      atproto_oauth: defineConfig({
        appUrl: url,
        clientName: 'Bench',
        guard: 'web',
        stores: stores.lucid(),
        network: settings.network,
      }),
    },
  })
  .create(pathToFileURL(`${settings.folder}/`), { importer: (path) => import(path) })
  .createApp('web')

await app.init()
await app.boot()
await app.start(listen)
process.on('message', (number) => {
  const { user, system } = process.cpuUsage()
  process.send!({ number, cpu: (user + system) / 1000, queries })
})
process.send!('ready')

async function listen(started: ApplicationService) {
  const db = await started.container.make('lucid.db')
  const emitter = await started.container.make('emitter')
  emitter.on('db:query', () => queries++)
  await (settings.provider === 'ours' ? createOurTables(db) : createUsers(db))

  const router = await started.container.make('router')
  const http = await started.container.make('server')
  router.use([
    () => import('@adonisjs/session/session_middleware'),
    () => import('@adonisjs/auth/initialize_auth_middleware'),
  ])
  router.get('/', async (ctx) => {
    const guard = guardOf(ctx)
    await guard.check()
    return { did: guard.user?.did ?? null }
  })
  router.get('/login', async (ctx) => {
    if (settings.provider === 'ours') return ctx.oauth.authorize(ctx.request.input('handle'))
    const { default: User } = await import('./user.js')
    await guardOf(ctx).login(await User.findOrFail(1))
  })
  router.get('/oauth/callback', async (ctx) => {
    await ctx.oauth.callback()
  })
  await http.boot()
  const { createServer } = await import('node:http')
  const server = createServer(http.handle.bind(http))
  await new Promise<void>((resolve) => server.listen(settings.port, '127.0.0.1', resolve))
}

/** With the migration that `configure` publishes. */
async function createOurTables(db: any) {
  const stub = await readFile(
    join(stubsRoot, 'migrations/create_atproto_oauth_tables.stub'),
    'utf8'
  )
  const file = join(settings.folder, 'migration.ts')
  await writeFile(file, stub.slice(stub.indexOf('import ')))
  const { default: Migration } = await import(pathToFileURL(file).href)
  await new Migration(db.connection(), 'migration', false).execUp()
}

async function createUsers(db: any) {
  await db.connection().schema.createTable('users', (table: any) => {
    table.increments('id')
    table.string('did')
    table.string('handle')
    table.bigInteger('created_at')
  })
  await db.table('users').insert({ did: 'did:plc:a', handle: 'alice.test', created_at: 1 })
}
