import { test } from '@japa/runner'
import { inspect } from 'node:util'
import { Secret } from '@adonisjs/core/helpers'

import { defineConfig } from '../src/define_config.js'
import type { TapConfig } from '../src/types.js'

test.group('Define config', () => {
  test('fill in what is left out', ({ assert }) => {
    const config = defineConfig({ url: 'http://127.0.0.1:2480' })
    assert.deepEqual(config, {
      url: new URL('http://127.0.0.1:2480/'),
      adminPassword: undefined,
      listen: false,
      concurrency: 32,
      concurrencyPerRepo: 8,
      capacity: 10_000,
      retry: { minDelay: 500, maxDelay: 30_000 },
      reconnect: { minDelay: 250, maxDelay: 15_000 },
      timeout: 10_000,
      drainTimeout: 15_000,
    })
  })

  test('keep the password out of what is printed', ({ assert }) => {
    const config = defineConfig({ url: 'http://127.0.0.1:2480', adminPassword: 'sesame' })
    assert.equal(config.adminPassword!.release(), 'sesame')
    assert.notInclude(inspect(config, { depth: 5 }), 'sesame')
    assert.notInclude(JSON.stringify(config), 'sesame')
  })

  test('take a secret as the password', ({ assert }) => {
    const adminPassword = new Secret('sesame')
    assert.equal(defineConfig({ url: 'http://a.test', adminPassword }).adminPassword, adminPassword)
  })

  test('take an empty password for none', ({ assert }) => {
    assert.isUndefined(defineConfig({ url: 'http://a.test', adminPassword: '' }).adminPassword)
    const adminPassword = new Secret('')
    assert.isUndefined(defineConfig({ url: 'http://a.test', adminPassword }).adminPassword)
  })

  test('refuse {what}')
    .with([
      {
        what: 'a missing address',
        config: { url: undefined },
        message:
          'Invalid config/tap.ts: "url" must be the http:// or https:// address of a Tap server, not undefined. Set TAP_URL in .env, for example to http://127.0.0.1:2480',
      },
      {
        what: 'an address of another kind',
        config: { url: 'ws://127.0.0.1:2480' },
        message:
          'Invalid config/tap.ts: "url" must be the http:// or https:// address of a Tap server, not "ws://127.0.0.1:2480". Set TAP_URL in .env, for example to http://127.0.0.1:2480',
      },
      {
        what: 'a password in the address',
        config: { url: 'http://admin:sesame@127.0.0.1:2480' },
        message:
          'Invalid config/tap.ts: "url" holds a password. Take it out of TAP_URL and set TAP_ADMIN_PASSWORD in .env instead',
      },
      {
        what: 'no handlers at all',
        config: { url: 'http://a.test', concurrency: 0 },
        message: 'Invalid config/tap.ts: "concurrency" must be a whole number above 0, not 0',
      },
      {
        what: 'a time in words',
        config: { url: 'http://a.test', drainTimeout: '15s' },
        message: 'Invalid config/tap.ts: "drainTimeout" must be a whole number above 0, not "15s"',
      },
      {
        what: 'a range the wrong way round',
        config: { url: 'http://a.test', retry: { minDelay: 60_000 } },
        message:
          'Invalid config/tap.ts: "retry.minDelay" (60000) must not be above "retry.maxDelay" (30000)',
      },
    ])
    .run(({ assert }, { config, message }) => {
      assert.throws(() => defineConfig(config as unknown as TapConfig), message)
    })
})
