import { inspect } from 'node:util'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { defineConfig, resolveConfig } from '../src/define_config.js'
import type { TapConfig } from '../src/types.js'

const MINIMAL = { url: 'http://a.test', deadLetters: false } as const

test.group('Define config', () => {
  test('fill in defaults', ({ assert }) => {
    const config = resolveConfig({ url: 'http://127.0.0.1:2480', deadLetters: false })
    assert.deepEqual(config, {
      url: new URL('http://127.0.0.1:2480/'),
      adminPassword: undefined,
      listen: false,
      concurrency: 32,
      concurrencyPerRepo: 8,
      capacity: 10_000,
      capacityBytes: 32 * 1024 * 1024,
      limits: { bytes: 7 * 1024 * 1024, depth: 64, values: 50_000 },
      batchSize: 200,
      attempts: 5,
      retry: { minDelay: 500, maxDelay: 30_000 },
      handlerTimeout: 10_000,
      liveTimeout: 30_000,
      deadLetters: false,
      unbound: { count: 10_000, bytes: 64 * 1024 * 1024, keepFor: 604_800_000 },
      source: undefined,
      reconnect: { minDelay: 250, maxDelay: 1_500 },
      timeout: 10_000,
      drainTimeout: 8_000,
    })
  })

  test('hide the password when the config is printed', ({ assert }) => {
    const config = resolveConfig({
      url: 'http://127.0.0.1:2480',
      deadLetters: false,
      adminPassword: 'sesame',
    })
    assert.equal(config.adminPassword!.release(), 'sesame')
    assert.notInclude(inspect(config, { depth: 5 }), 'sesame')
    assert.notInclude(JSON.stringify(config), 'sesame')
  })

  test('accept a Secret as the password', ({ assert }) => {
    const adminPassword = new Secret('sesame')
    assert.equal(resolveConfig({ ...MINIMAL, adminPassword }).adminPassword, adminPassword)
  })

  test('treat an empty password as none', ({ assert }) => {
    assert.isUndefined(resolveConfig({ ...MINIMAL, adminPassword: '' }).adminPassword)
    const adminPassword = new Secret('')
    assert.isUndefined(resolveConfig({ ...MINIMAL, adminPassword }).adminPassword)
  })

  test('throw on {what}')
    .with([
      {
        what: 'a missing address',
        config: { url: undefined },
        message:
          'Invalid "config/tap.ts": "url" must be the http:// or https:// address of a Tap server, not undefined. Set TAP_URL in .env, for example to http://127.0.0.1:2480',
      },
      {
        what: 'an address of another kind',
        config: { url: 'ws://127.0.0.1:2480' },
        message:
          'Invalid "config/tap.ts": "url" must be the http:// or https:// address of a Tap server, not "ws://127.0.0.1:2480". Set TAP_URL in .env, for example to http://127.0.0.1:2480',
      },
      {
        what: 'a password in the address',
        config: { url: 'http://admin:sesame@127.0.0.1:2480' },
        message:
          'Invalid "config/tap.ts": "url" must not contain a password. Remove it from TAP_URL and set TAP_ADMIN_PASSWORD in .env',
      },
      {
        what: 'no decision on dead letters',
        config: { url: 'http://a.test' },
        message:
          'Invalid "config/tap.ts": "deadLetters" must be a store for the events that can\'t be handled, such as stores.lucid(), or false to drop them',
      },
      {
        what: 'a concurrency of 0',
        config: { ...MINIMAL, concurrency: 0 },
        message: 'Invalid "config/tap.ts": "concurrency" must be a whole number above 0, not 0',
      },
      {
        what: 'a time given as text',
        config: { ...MINIMAL, drainTimeout: '15s' },
        message:
          'Invalid "config/tap.ts": "drainTimeout" must be a whole number above 0, not "15s"',
      },
      {
        what: 'a range whose minimum is above its maximum',
        config: { ...MINIMAL, retry: { minDelay: 60_000 } },
        message:
          'Invalid "config/tap.ts": "retry.minDelay" (60000) must not be above "retry.maxDelay" (30000)',
      },
    ])
    .run(({ assert }, { config, message }) => {
      assert.throws(() => defineConfig(config as unknown as TapConfig), message)
    })
})
