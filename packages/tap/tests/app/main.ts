import 'reflect-metadata'
import { prettyPrintError } from '@adonisjs/core'
import { IgnitorFactory } from '@adonisjs/core/factories'
import { defineConfig as defineDatabaseConfig } from '@adonisjs/lucid'
import { defineConfig } from 'adonisjs-atproto-tap'
import { BrokenStore } from './broken_store.js'

// `node main.ts serve` starts the web server. Anything else is a command, such as `tap:listen`.

const { env } = process

function createIgnitor() {
  return new IgnitorFactory()
    .withCoreConfig()
    .withCoreProviders()
    .merge({
      config: {
        logger: { default: 'app', loggers: { app: { enabled: true, level: 'info' } } },
        database: defineDatabaseConfig({
          connection: 'sqlite',
          connections: {
            sqlite: {
              client: 'better-sqlite3',
              connection: { filename: env.DATABASE! },
              useNullAsDefault: true,
            },
          },
        }),
        tap: defineConfig({
          url: env.TAP_URL!,
          adminPassword: env.TAP_ADMIN_PASSWORD,
          capacity: Number(env.CAPACITY ?? 10_000),
          attempts: Number(env.ATTEMPTS ?? 5),
          drainTimeout: Number(env.DRAIN_MS ?? 8_000),
          deadLetters: env.STORE === 'broken' ? new BrokenStore() : false,
          handlerTimeout: 120_000,
          liveTimeout: 120_000,
          listen: env.TAP_LISTEN === 'true',
          retry: { minDelay: 50, maxDelay: 200 },
          reconnect: { minDelay: 50, maxDelay: 200 },
        }),
      },
      rcFileContents: {
        commands: [() => import('adonisjs-atproto-tap/commands')],
        providers: [
          () => import('@adonisjs/lucid/database_provider'),
          () => import('adonisjs-atproto-tap/tap_provider'),
        ],
        preloads: [() => import('./start/tap.js')],
      },
    })
    .create(new URL('./', import.meta.url), { importer: (path) => import(path) })
    .tap((app) => app.listen('SIGTERM', () => app.terminate()))
}

const args = process.argv.slice(2)
try {
  const ignitor = createIgnitor()
  await (args[0] === 'serve' ? ignitor.httpServer().start() : ignitor.ace().handle(args))
} catch (error) {
  process.exitCode = 1
  await prettyPrintError(error)
}
