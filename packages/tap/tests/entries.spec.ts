import { readFile } from 'node:fs/promises'
import { IgnitorFactory } from '@adonisjs/core/factories'
import { test } from '@japa/runner'
import { defineConfig } from '../src/define_config.js'
import { cleanup } from './helpers.js'

test.group('Package', () => {
  test('import every entry of the build', async ({ assert }) => {
    const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    const entries = Object.keys(manifest.exports).map((entry) => entry.replace('.', manifest.name))
    assert.include(entries, 'adonisjs-atproto-tap/services/main')

    // The service waits for an app.
    const ignitor = new IgnitorFactory()
      .withCoreConfig()
      .withCoreProviders()
      .merge({
        config: { tap: defineConfig({ url: 'http://127.0.0.1:2480', deadLetters: false }) },
        rcFileContents: { providers: [() => import('adonisjs-atproto-tap/tap_provider')] },
      })
      .create(new URL('./app/', import.meta.url), { importer: (path) => import(path) })
    const app = ignitor.createApp('web')
    await app.init()
    await app.boot()
    cleanup(() => app.terminate())

    const { default: core } = await import('@adonisjs/core/services/app')
    assert.equal(core, app)
    for (const entry of entries) await import(entry)
    const { default: tap } = await import('adonisjs-atproto-tap/services/main')
    const { Tap } = await import('adonisjs-atproto-tap')
    assert.instanceOf(tap, Tap)
  })

  test('list the commands for ace', async ({ assert }) => {
    const { getMetaData, getCommand } = await import('adonisjs-atproto-tap/commands')
    const commands = await getMetaData()
    assert.sameMembers(
      commands.map(({ commandName }) => commandName),
      ['tap:listen', 'tap:failed', 'tap:retry', 'tap:forget', 'make:indexer']
    )
    for (const command of commands) assert.isFunction(await getCommand(command))
  })
})
