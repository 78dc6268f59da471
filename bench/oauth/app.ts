import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig as defineAuthConfig } from '@adonisjs/auth'
import { sessionGuard } from '@adonisjs/auth/session'
import { IgnitorFactory } from '@adonisjs/core/factories'
import type { ApplicationService } from '@adonisjs/core/types'
import { defineConfig as defineDatabaseConfig } from '@adonisjs/lucid'
import { defineConfig as defineSessionConfig, stores as sessionStores } from '@adonisjs/session'
import type { DatabaseConnection } from '@tests/support/databases'
import { defineConfig, stores, stubsRoot } from 'adonisjs-atproto-oauth'
import { atprotoUserProvider } from 'adonisjs-atproto-oauth/user_provider'

type NetworkOptions = NonNullable<Parameters<typeof defineConfig>[0]['network']>

export interface AppSettings {
  /** For the files that the app creates */
  folder: string
  appUrl: string
  connection: DatabaseConnection
  network: NetworkOptions
  /** The user provider of the guard; default ours */
  provider?: unknown
}

/**
 * An app with session, auth, Lucid and our package, booted but not started.
 */
export async function createBenchApp(settings: AppSettings): Promise<ApplicationService> {
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
              provider: (settings.provider ?? atprotoUserProvider()) as any,
            }),
          },
        }),
        database: defineDatabaseConfig({
          connection: 'bench',
          connections: { bench: settings.connection },
        }),
        atproto_oauth: defineConfig({
          appUrl: settings.appUrl,
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
  return app
}

/** With the migration that `configure` publishes. */
export async function createTables(app: ApplicationService, folder: string) {
  const db = await app.container.make('lucid.db')
  const stub = await readFile(
    join(stubsRoot, 'migrations/create_atproto_oauth_tables.stub'),
    'utf8'
  )
  const file = join(folder, 'migration.ts')
  await writeFile(file, stub.slice(stub.indexOf('import ')))
  const { default: Migration } = await import(pathToFileURL(file).href)
  await new Migration(db.connection(), 'migration', false).execUp()
}

/** Calls back for each query, whichever way it is made. */
export async function onQuery(app: ApplicationService, callback: () => void) {
  const db = await app.container.make('lucid.db')
  db.connection().getWriteClient().on('query', callback)
}
