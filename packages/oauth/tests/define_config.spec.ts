import { inspect } from 'node:util'
import { AppFactory } from '@adonisjs/core/factories/app'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { defineConfig, errors, stores } from '../index.js'
import { createClientMetadata } from '../src/client_metadata.js'
import { generatePrivateKey } from '../src/private_keys.js'
import type { OAuthConfig } from '../src/types.js'

const ROOT = new URL('./', import.meta.url)

const minimal = (changes: Partial<OAuthConfig> = {}): OAuthConfig => ({
  appUrl: 'https://app.example.org',
  stores: stores.memory(),
  ...changes,
})

function resolve(changes: Partial<OAuthConfig> = {}, environment = 'development') {
  const app = new AppFactory().create(ROOT, () => {}) as any
  Object.defineProperty(app, 'inProduction', { get: () => environment === 'production' })
  return defineConfig(minimal(changes)).resolver(app)
}

const key = await generatePrivateKey()
const CURE = 'Run "node ace atproto:key" to create one in .env'
const FILE = 'Invalid "config/atproto_oauth.ts":'

test.group('Define config', () => {
  test('refuse {title}')
    .with([
      {
        title: 'a missing address',
        config: { appUrl: undefined as any },
        message: `${FILE} "appUrl" must be an absolute URL, not undefined. Set APP_URL in .env, for example to http://127.0.0.1:3333`,
      },
      {
        title: 'an address without scheme',
        config: { appUrl: 'app.example.org' },
        message: `${FILE} "appUrl" must be an absolute URL, not "app.example.org". Set APP_URL in .env, for example to http://127.0.0.1:3333`,
      },
      {
        title: 'http on a host that is not loopback',
        config: { appUrl: 'http://app.example.org' },
        message: `${FILE} "appUrl" must be https, or http on 127.0.0.1, not "http://app.example.org". Set APP_URL in .env, for example to http://127.0.0.1:3333`,
      },
      {
        title: 'an address with a query',
        config: { appUrl: 'https://example.org/?app' },
        message: `${FILE} "appUrl" must be scheme, host, port and path only, not "https://example.org/?app"`,
      },
      {
        title: 'a scope without "atproto"',
        config: { scope: 'transition:generic' },
        message: `${FILE} "scope" must contain "atproto", not only "transition:generic"`,
      },
      {
        title: 'a login page on another site',
        config: { loginPath: '//evil.example.org' },
        message: `${FILE} "loginPath" must be a path like "/oauth/callback", not "//evil.example.org"`,
      },
      {
        title: 'a PLC directory that is no URL',
        config: { network: { plcUrl: 'plc' } },
        message: `${FILE} "network.plcUrl" must be an absolute https: or http: URL, not "plc"`,
      },
      {
        title: 'a timeout of 0',
        config: { network: { timeout: 0 } },
        message: `${FILE} "network.timeout" must be a number of milliseconds above 0, not 0`,
      },
      {
        title: 'no stores',
        config: { stores: undefined as any },
        message: `${FILE} "stores" is missing. Use stores.lucid() or stores.memory()`,
      },
    ])
    .run(({ assert }, { config, message }) => {
      assert.throws(() => defineConfig(minimal(config)), message)
    })

  test('refuse {title} without printing the key')
    .with([
      { title: 'a key that is not JSON', value: 'secret-key', problem: null },
      { title: 'a public key', change: { d: undefined }, problem: 'is a public key' },
      { title: 'a key without kid', change: { kid: undefined }, problem: 'has no "kid"' },
      {
        title: 'a key of another kind',
        change: { crv: 'secp256k1' },
        problem: 'is not an ES256 key (kty "EC", crv "P-256")',
      },
    ])
    .run(({ assert }, { value, change, problem }) => {
      const privateKeys = value ?? JSON.stringify({ ...JSON.parse(key), ...change })
      try {
        defineConfig(minimal({ privateKeys }))
        assert.fail('It was taken')
      } catch (error) {
        assert.instanceOf(error, errors.E_ATPROTO_INVALID_CONFIG)
        assert.equal(
          (error as Error).message,
          problem
            ? `Invalid "config/atproto_oauth.ts": key 1 of "privateKeys" ${problem}. ${CURE}`
            : `Invalid "config/atproto_oauth.ts": "privateKeys" is not JSON. ${CURE}`
        )
      }
    })

  test('refuse two keys with the same ID', ({ assert }) => {
    assert.throws(
      () => defineConfig(minimal({ privateKeys: [key, key] })),
      'Invalid "config/atproto_oauth.ts": two keys of "privateKeys" have the same "kid"'
    )
  })

  test('accept keys as text, JWK, secret, list or set', async ({ assert }) => {
    const jwk = JSON.parse(key)
    for (const privateKeys of [
      key,
      jwk,
      new Secret(key),
      [key],
      JSON.stringify([jwk]),
      JSON.stringify({ keys: [jwk] }),
    ]) {
      assert.deepEqual((await resolve({ privateKeys })).privateKeys.release(), [jwk])
    }
    for (const privateKeys of [undefined, '', [], new Secret('')]) {
      assert.deepEqual((await resolve({ privateKeys })).privateKeys.release(), [])
    }
  })

  test('hide private keys when the config is printed', async ({ assert }) => {
    const config = await resolve({ privateKeys: key })
    const { d } = JSON.parse(key)
    assert.propertyVal(config.privateKeys.release()[0], 'd', d)
    assert.notInclude(JSON.stringify(config), d)
    assert.notInclude(inspect(config, { depth: 10 }), d)
  })

  test('throw in production when the app is at {$self}')
    .with(['http://127.0.0.1:3333', 'http://localhost:3333'])
    .run(async ({ assert }, appUrl) => {
      await assert.rejects(
        () => resolve({ appUrl }, 'production'),
        `${FILE} "appUrl" is http://127.0.0.1:3333, which nobody else can reach, but NODE_ENV is "production". Set APP_URL to the https address of the app, or NODE_ENV to "development" to try it on this machine`
      )
    })

  test('throw in production when there is no key, unless it is set to false', async ({
    assert,
  }) => {
    for (const privateKeys of [undefined, '', []]) {
      await assert.rejects(
        () => resolve({ privateKeys }, 'production'),
        `${FILE} "privateKeys" is empty, so servers would end every session after two weeks. Set ATPROTO_PRIVATE_KEY to what "node ace atproto:key --show" prints, or "privateKeys" to false if that is what you want`
      )
    }
    const publicClient = await resolve({ privateKeys: false }, 'production')
    assert.deepEqual(publicClient.privateKeys.release(), [])
    assert.lengthOf((await resolve({ privateKeys: key }, 'production')).privateKeys.release(), 1)
  })

  test('prefix each of its paths with the path of the app')
    .with(['https://example.org/app', 'https://example.org/app/'])
    .run(async ({ assert }, appUrl) => {
      const config = await resolve({ appUrl, privateKeys: key })
      const metadata = createClientMetadata(config)

      assert.equal(metadata.client_id, 'https://example.org/app/oauth/client-metadata.json')
      assert.equal(metadata.client_uri, 'https://example.org/app/')
      assert.deepEqual(metadata.redirect_uris, ['https://example.org/app/oauth/callback'])
      assert.equal(metadata.jwks_uri, 'https://example.org/app/oauth/jwks.json')
      assert.equal(config.loginPath, '/app/oauth/login')
    })

  test('allow private addresses in development only', async ({ assert }) => {
    const reaches = async (appUrl: string, environment: string, network = {}) =>
      (await resolve({ appUrl, network, privateKeys: key }, environment)).network
        .allowPrivateAddresses

    assert.isTrue(await reaches('http://127.0.0.1:3333', 'development'))
    assert.isFalse(await reaches('https://app.example.org', 'development'))
    const allow = { allowPrivateAddresses: true }
    assert.isTrue(await reaches('https://app.example.org', 'production', allow))
  })

  test('ignore empty environment variables', async ({ assert }) => {
    const { network } = await resolve({ network: { plcUrl: '', handleResolver: '' } })
    assert.isUndefined(network.plcUrl)
    assert.isUndefined(network.handleResolver)
  })
})

test.group('Client metadata', () => {
  const metadata = async (config: Partial<OAuthConfig>) =>
    createClientMetadata(await resolve(config))

  test('create a loopback client in development', async ({ assert }) => {
    const { client_id: id, redirect_uris: redirects } = await metadata({
      appUrl: 'http://localhost:3333',
      scope: 'atproto repo:xyz.statusphere.status',
      privateKeys: key,
    })
    assert.deepEqual(redirects, ['http://127.0.0.1:3333/oauth/callback'])
    const { origin, searchParams } = new URL(id!)
    assert.equal(origin, 'http://localhost')
    assert.deepEqual(
      [...searchParams],
      [
        ['scope', 'atproto repo:xyz.statusphere.status'],
        ['redirect_uri', 'http://127.0.0.1:3333/oauth/callback'],
      ]
    )
  })

  test('create a discoverable public client without a key', async ({ assert }) => {
    const document = await metadata({
      clientName: 'Example',
      tosUrl: 'https://app.example.org/tos',
    })
    assert.deepEqual(JSON.parse(JSON.stringify(document)), {
      client_id: 'https://app.example.org/oauth/client-metadata.json',
      client_name: 'Example',
      client_uri: 'https://app.example.org/',
      tos_uri: 'https://app.example.org/tos',
      redirect_uris: ['https://app.example.org/oauth/callback'],
      scope: 'atproto',
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      application_type: 'web',
      dpop_bound_access_tokens: true,
      token_endpoint_auth_method: 'none',
    })
  })

  test('create a confidential client with a key', async ({ assert }) => {
    assert.containsSubset(await metadata({ privateKeys: key }), {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks_uri: 'https://app.example.org/oauth/jwks.json',
    })
  })
})
