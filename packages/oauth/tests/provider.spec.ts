import { configProvider } from '@adonisjs/core'
import { IgnitorFactory } from '@adonisjs/core/factories'
import { test } from '@japa/runner'
import { defineConfig, stores } from '../index.js'
import { OAuthManager } from '../src/oauth_manager.js'
import { generatePrivateKey } from '../src/private_keys.js'
import { atprotoUserProvider } from '../src/user_provider.js'
import { createApp } from './helpers.js'

const key = await generatePrivateKey()
const otherKey = await generatePrivateKey()

test.group('Provider', () => {
  test('bind one manager, by class and alias', async ({ assert }) => {
    const { app } = await createApp()
    const manager = await app.container.make(OAuthManager)
    assert.instanceOf(manager, OAuthManager)
    assert.strictEqual(manager, await app.container.make('atproto.oauth'))
  })

  test('throw with the name of the config file when it is invalid', async ({ assert }) => {
    const app = new IgnitorFactory()
      .withCoreProviders()
      .withCoreConfig()
      .merge({ rcFileContents: { providers: [() => import('../providers/oauth_provider.js')] } })
      .create(new URL('./', import.meta.url), { importer: (path) => import(path) })
      .createApp('web')
    await app.init()
    await app.boot()

    await assert.rejects(
      () => app.container.make('atproto.oauth'),
      'Invalid "config/atproto_oauth.ts" file. Make sure you are using the "defineConfig" method'
    )
    await app.terminate()
  })

  test('boot without sending a request or querying the database', async ({ assert }) => {
    const requests: unknown[] = []
    const { fetch } = globalThis
    globalThis.fetch = (...args) => {
      requests.push(args[0])
      return fetch(...args)
    }
    try {
      const untouchable: any = new Proxy({}, { get: (_, name) => assert.fail(String(name)) })
      await createApp({ config: { stores: { grants: untouchable, states: untouchable } } })
      assert.isEmpty(requests)
    } finally {
      globalThis.fetch = fetch
    }
  })

  test('stop the boot in production when {title}')
    .with([
      {
        title: 'the app is on a loopback address',
        config: { appUrl: 'http://127.0.0.1:3333' },
        message: /"appUrl" is http:\/\/127.0.0.1:3333, .* Set APP_URL/,
      },
      { title: 'there is no key', config: {}, message: /"privateKeys" is empty/ },
      {
        title: 'the halves of a key do not fit',
        config: { privateKeys: { ...JSON.parse(key), d: JSON.parse(otherKey).d } },
        message: /the key "[^"]+" of "privateKeys" can't sign\. Run/,
      },
    ])
    .run(async ({ assert }, { config, message }) => {
      const app = new IgnitorFactory()
        .withCoreProviders()
        .withCoreConfig()
        .merge({
          config: {
            atproto_oauth: defineConfig({
              appUrl: 'https://app.example.org',
              stores: stores.memory(),
              ...config,
            }),
          },
          rcFileContents: { providers: [() => import('../providers/oauth_provider.js')] },
        })
        .create(new URL('./', import.meta.url), { importer: (path) => import(path) })
        .createApp('web')
      Object.defineProperty(app, 'inProduction', { get: () => true })
      await app.init()
      await app.boot()

      let isListening = false
      await assert.rejects(() => app.start(async () => void (isListening = true)), message)
      assert.isFalse(isListening)
      await app.terminate()
    })

  test('serve the client metadata and the keys', async ({ assert }) => {
    const { browser, app } = await createApp({
      config: { appUrl: 'https://app.example.org', privateKeys: key },
    })

    const metadata = await browser().json('/oauth/client-metadata.json')
    assert.equal(metadata.client_id, 'https://app.example.org/oauth/client-metadata.json')
    assert.equal(metadata.jwks_uri, 'https://app.example.org/oauth/jwks.json')

    const { keys } = await browser().json('/oauth/jwks.json')
    assert.lengthOf(keys, 1)
    const { kid, x, d } = JSON.parse(key)
    assert.containsSubset(keys[0], { kid, x, kty: 'EC', crv: 'P-256' })
    assert.notProperty(keys[0], 'd')
    assert.notInclude(JSON.stringify(keys), d)

    const router = await app.container.make('router')
    assert.equal(router.makeUrl('atproto.metadata'), '/oauth/client-metadata.json')
    assert.equal(router.makeUrl('atproto.jwks'), '/oauth/jwks.json')
  })

  test('throw when the guard signs in a user of another provider', async ({ assert }) => {
    const { app } = await createApp({ config: { stores: stores.memory() } })
    const provider = await configProvider.resolve<any>(app, atprotoUserProvider())
    await assert.rejects(
      () => provider.createUserForGuard({ id: 1 }),
      'Expected the "user" returned by oauth.callback()'
    )
    assert.isNull(await provider.findById('unknown'))
  })
})
