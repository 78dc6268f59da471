import { IgnitorFactory } from '@adonisjs/core/factories'
import { defineConfig, type TapConfig } from 'adonisjs-atproto-tap'

/** An app with only our package. */
export async function createApp(config: Omit<TapConfig, 'deadLetters'>) {
  const app = new IgnitorFactory()
    .withCoreProviders()
    .withCoreConfig()
    .merge({
      rcFileContents: { providers: [() => import('adonisjs-atproto-tap/tap_provider')] },
      config: {
        logger: { default: 'app', loggers: { app: { level: 'fatal' } } },
        tap: defineConfig({ deadLetters: false, ...config }),
      },
    })
    .create(new URL('./', import.meta.url), { importer: (path) => import(path) })
    .createApp('console')
  await app.init()
  await app.boot()
  return app
}
