import type { RequestListener } from 'node:http'
import { inspect } from 'node:util'
import {
  FetchError,
  JoseKey,
  Keyset,
  OAuthCallbackError,
  OAuthServerAgent,
} from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { defineConfig, stores } from '../index.js'
import { createClients } from '../src/client.js'
import {
  classifyTokenError,
  isAccessDenied,
  isOutage,
  isRejection,
  isUnknownAccount,
  rejectionOf,
  removeSecrets,
} from '../src/library_errors.js'
import { createProtocolFetch } from '../src/network.js'
import { generatePrivateKey } from '../src/private_keys.js'

const DID = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'

const sha256 = async (data: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', data as Uint8Array<ArrayBuffer>))

/** The library's own agent: what it throws is what has to be understood. */
async function createAgent(url: string, timeout = 5_000, methods = ['none']) {
  const metadata = {
    issuer: url,
    token_endpoint: `${url}/token`,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint_auth_methods_supported: methods,
    dpop_signing_alg_values_supported: ['ES256'],
  }
  const nonces = { get: () => undefined, set: () => {}, del: () => {} }
  return new OAuthServerAgent(
    methods[0] === 'none' ? { method: 'none' } : { method: 'private_key_jwt', kid: 'unknown' },
    await JoseKey.generate(['ES256']),
    metadata as any,
    { client_id: 'http://localhost' } as any,
    nonces as any,
    {} as any,
    { sha256, generateNonce: async () => 'nonce' } as any,
    new Keyset([
      await JoseKey.fromJWK({ alg: 'ES256', ...JSON.parse(await generatePrivateKey()) }),
    ]),
    createProtocolFetch({ allowPrivateAddresses: true, timeout })
  )
}

async function resolveConfig(plcUrl: string, did: string | null = null) {
  const handleResolver = { resolve: async () => did as `did:plc:${string}` | null }
  const config = defineConfig({
    appUrl: 'http://127.0.0.1:3333',
    stores: stores.memory(),
    network: { plcUrl, handleResolver },
  })
  return config.resolver({ inProduction: false } as any)
}

/** What the library throws when it looks an account up. */
async function resolveIdentity(input: string, plcUrl: string, did: string | null = null) {
  const { shared } = await createClients(await resolveConfig(plcUrl, did))
  return shared.oauthResolver.identityResolver
    .resolve(input as `did:plc:${string}`)
    .then(() => null)
    .catch((error: unknown) => error)
}

const request = (agent: OAuthServerAgent) =>
  agent
    .request('token', { grant_type: 'refresh_token', refresh_token: 'the-refresh-token' })
    .then(() => null)
    .catch((error) => error)

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const HTML: RequestListener = (_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Maintenance</h1>')
const CUT_OFF: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '900' })
  response.write('{"access_token":', () => response.destroy())
}

test.group('Library errors', () => {
  test('return {expected} when the token endpoint {title}')
    .with([
      {
        title: 'refuses the refresh token',
        listener: json(400, { error: 'invalid_grant' }),
        expected: 'invalid_grant',
      },
      {
        title: 'refuses the client',
        listener: json(401, { error: 'invalid_client' }),
        expected: 'rejected',
      },
      { title: 'refuses the request', listener: json(400, {}), expected: 'rejected' },
      { title: 'has had enough', listener: json(429, {}), expected: 'not_sent' },
      { title: 'is overloaded', listener: json(503, {}), expected: 'not_sent' },
      { title: 'fails', listener: json(500, {}), expected: 'unknown' },
      { title: 'returns no tokens', listener: json(200, {}), expected: 'unknown' },
      { title: 'returns a page', listener: HTML, expected: 'unknown' },
      { title: 'closes the connection', listener: CUT_OFF, expected: 'unknown' },
      { title: 'never responds', listener: () => {}, expected: 'unknown', timeout: 100 },
    ] as { title: string; listener: RequestListener; expected: string; timeout?: number }[])
    .run(async ({ assert }, { listener, expected, timeout }) => {
      const { url } = await startHttpServer(listener)
      const error = await request(await createAgent(url, timeout))
      assert.instanceOf(error, Error)
      assert.equal(classifyTokenError(error), expected)
    })

  test('report a request as not sent when nobody listens', async ({ assert }) => {
    const { url, close } = await startHttpServer(() => {})
    await close()
    assert.equal(classifyTokenError(await request(await createAgent(url))), 'not_sent')
  })

  test('report a rejection when the key is missing', async ({ assert }) => {
    const create = () => createAgent('https://example.com', 100, ['private_key_jwt'])
    const error = await create().catch((reason) => reason)
    assert.instanceOf(error, Error)
    assert.isTrue(isRejection(error))
    assert.isFalse(isRejection(new Error('ECONNRESET')))
  })

  test('read the reason when a server rejects a request', async ({ assert }) => {
    const body = { error: 'invalid_scope', error_description: 'Unknown scope' }
    const { url } = await startHttpServer(json(400, body))
    const error = new Error('Wrapped', { cause: await request(await createAgent(url)) })
    assert.deepEqual(rejectionOf(error), { code: 'invalid_scope', description: 'Unknown scope' })
    assert.isTrue(isRejection(error))
    assert.isFalse(isOutage(error))
  })

  test('report an outage when the token endpoint {title}')
    .with([
      { title: 'fails', listener: json(500, {}) },
      { title: 'has had enough', listener: json(429, {}) },
      { title: 'returns a page', listener: HTML },
      { title: 'closes the connection', listener: CUT_OFF },
    ])
    .run(async ({ assert }, { listener }) => {
      const { url } = await startHttpServer(listener)
      const error = await request(await createAgent(url))
      assert.isTrue(isOutage(error))
      assert.isNull(rejectionOf(error))
      assert.isFalse(isRejection(error))
    })

  test('report an unknown account when {title}')
    .with([
      { title: 'its handle resolves to nothing', input: 'alice.example.com', did: null },
      { title: 'its handle is not the one of its DID document', input: 'alice.example.com' },
      { title: 'the directory does not have it', input: DID, status: 404 },
      { title: 'the directory has deleted it', input: DID, status: 410 },
    ] as { title: string; input: string; did?: null; status?: number }[])
    .run(async ({ assert }, { input, did = DID, status = 200 }) => {
      const { url } = await startHttpServer(
        json(status, { id: DID, alsoKnownAs: ['at://bob.test'] })
      )
      assert.isTrue(isUnknownAccount(await resolveIdentity(input, url, did)))
    })

  test('report no unknown account when the directory is down', async ({ assert }) => {
    const { url, close } = await startHttpServer(json(500, {}))
    assert.isFalse(isUnknownAccount(await resolveIdentity(DID, url)))
    await close()
    assert.isFalse(isUnknownAccount(await resolveIdentity(DID, url)))
  })

  test('read from a callback that access was denied, and nothing else', async ({ assert }) => {
    for (const [reason, expected] of [
      ['access_denied', true],
      ['server_error', false],
    ] as const) {
      const { shared } = await createClients(await resolveConfig('http://127.0.0.1'))
      const params = new URLSearchParams({
        state: 'state',
        error: reason,
        iss: 'https://a.example',
      })
      Object.assign(shared, { stateStore: { get: () => ({ iss: 'https://a.example' }), del() {} } })
      const error = await shared.callback(params).catch((thrown) => thrown)
      assert.instanceOf(error, OAuthCallbackError)
      assert.equal(isAccessDenied(error), expected)
    }
  })

  test('remove the parameters of a callback from an error', ({ assert }) => {
    const error = new OAuthCallbackError(new URLSearchParams({ code: 'the-code' }))
    removeSecrets(error)
    assert.notInclude(inspect(error, { depth: 9, showHidden: true }), 'the-code')
  })

  test('remove the request, which has the tokens, from an error', async ({ assert }) => {
    const { url, close } = await startHttpServer(() => {})
    await close()
    const error = await request(await createAgent(url))
    assert.isTrue(error instanceof FetchError)
    assert.property(error, 'request')
    removeSecrets(new Error('Wrapped', { cause: error }))
    assert.notProperty(error, 'request')
  })
})
