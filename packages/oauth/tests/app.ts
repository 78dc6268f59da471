import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig as defineAuthConfig } from '@adonisjs/auth'
import { sessionGuard } from '@adonisjs/auth/session'
import { IgnitorFactory } from '@adonisjs/core/factories'
import type { ApplicationService } from '@adonisjs/core/types'
import { defineConfig as defineDatabaseConfig } from '@adonisjs/lucid'
import type { ConnectionConfig } from '@adonisjs/lucid/types/database'
import { defineConfig as defineSessionConfig, stores as sessionStores } from '@adonisjs/session'
import { defineConfig, stores, stubsRoot } from '../index.js'
import type { OAuthConfig } from '../src/types.js'
import { atprotoUserProvider } from '../src/user_provider.js'

/** The modules of this package that an app imports. */
export interface OAuthModules {
  defineConfig: typeof defineConfig
  stores: Pick<typeof stores, 'lucid'>
  atprotoUserProvider: () => Parameters<typeof sessionGuard>[0]['provider']
  provider: () => Promise<{ default: new (app: ApplicationService) => object }>
}

const source: OAuthModules = {
  defineConfig,
  stores,
  atprotoUserProvider,
  provider: () => import('../providers/oauth_provider.js'),
}

export interface AppSettings {
  /** For the files that the app creates. */
  dir: string
  config: Omit<OAuthConfig, 'stores'> & Partial<Pick<OAuthConfig, 'stores'>>
  /** Default: a guard "web" that signs accounts in. */
  auth?: ReturnType<typeof defineAuthConfig>
  database: ConnectionConfig
  /** Default: the source. */
  modules?: OAuthModules
  /** `memory` for the sessions of Japa's test clients. */
  sessionStore?: 'cookie' | 'memory'
}

/**
 * An app with session, auth, Lucid and this package, for specs and benches: booted, not started.
 */
export async function bootApp(settings: AppSettings): Promise<ApplicationService> {
  const { dir, config, auth, database, modules = source, sessionStore = 'cookie' } = settings
  const provider = modules.atprotoUserProvider()
  const web = sessionGuard({ useRememberMeTokens: false, provider })
  const app = new IgnitorFactory()
    .withCoreProviders()
    .withCoreConfig()
    .merge({
      rcFileContents: {
        providers: [
          () => import('@adonisjs/session/session_provider'),
          () => import('@adonisjs/auth/auth_provider'),
          () => import('@adonisjs/lucid/database_provider'),
          modules.provider,
        ],
      },
      config: {
        logger: { default: 'app', loggers: { app: { enabled: false } } },
        session: defineSessionConfig({
          store: sessionStore,
          stores: { cookie: sessionStores.cookie() },
        }),
        auth: auth ?? defineAuthConfig({ default: 'web', guards: { web } }),
        database: defineDatabaseConfig({ connection: 'test', connections: { test: database } }),
        atproto_oauth: modules.defineConfig({
          stores: modules.stores.lucid(),
          guard: 'web',
          ...config,
        }),
      },
    })
    .create(pathToFileURL(`${dir}/`))
    .createApp('web')

  await app.init()
  await app.boot()
  return app
}

type MigrationClass = new (...args: unknown[]) => { execUp(): Promise<unknown> }
let migration: Promise<{ default: MigrationClass }> | undefined

/**
 * Creates the tables with the migration that `configure` publishes.
 */
export async function migrate(app: ApplicationService, dir: string) {
  const { default: Migration } = await (migration ??= importMigration(dir))
  const db = await app.container.make('lucid.db')
  await new Migration(db.connection(), 'migration', false).execUp()
}

async function importMigration(dir: string): Promise<{ default: MigrationClass }> {
  const stub = join(stubsRoot, 'migrations/create_atproto_oauth_tables.stub')
  const contents = await readFile(stub, 'utf-8')
  const file = join(dir, 'migration.ts')
  await writeFile(file, contents.slice(contents.indexOf('import ')))
  return import(pathToFileURL(file).href)
}
