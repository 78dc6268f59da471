import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { AtprotoUser } from '../src/atproto_user.js'
import { E_ATPROTO_SCOPE_MISSING, E_ATPROTO_SESSION_LOST } from '../src/errors.js'
import { scopes } from '../src/scopes/builder.js'
import {
  createApp,
  expireAccessToken,
  networkOf,
  shareDevnet,
  signInUser,
  type TestApp,
  type TestAppOptions,
  tmpDir,
} from './helpers.js'

const status = l.record(
  'tid',
  'xyz.statusphere.status',
  l.object({ status: l.string(), createdAt: l.string({ format: 'datetime' }) })
)
const SESSION = '/xrpc/com.atproto.server.getSession'
const mood = () => ({ status: '🦋', createdAt: l.toDatetimeString(new Date()) })

/** What a promise rejects with. */
const failure = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => null,
    (error) => error
  )

test.group('Account', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  async function start(scope: string[], options: TestAppOptions = {}) {
    const app = await createApp({
      ...options,
      config: { network: networkOf(devnet), ...options.config, scope },
    })
    return { app, user: await signInUser(app, devnet, devnet.accounts[0]) }
  }

  const expire = (app: TestApp, user: AtprotoUser) => expireAccessToken(app, user.sessionId!)

  test('send a {$self} request again when the server closed the connection')
    .with(['GET', 'HEAD'])
    .run(async ({ assert }, method) => {
      const { user } = await start([])
      const before = await user.fetch(SESSION, { method })
      const fault = devnet.faults.loseNextReply('resource')
      const response = await user.fetch(SESSION, { method })
      assert.equal(response.status, before.status)
      assert.equal(fault.hits, 1)
    })

  test('send a GET request twice at most', async ({ assert }) => {
    const { user } = await start([])
    devnet.faults.loseNextReply('resource')
    const second = devnet.faults.loseNextReply('resource')
    const error = await failure(user.fetch(SESSION))
    assert.equal(error.reason, 'unreachable')
    assert.equal(second.hits, 1)
  })

  test('do not send a write again when its response is lost', async ({ assert }) => {
    const { user } = await start([scopes.repo(status)])
    const fault = devnet.faults.loseNextReply('resource')
    await using watch = devnet.faults.watch('resource')
    const error = await failure(user.client.create(status, mood()))
    assert.equal(error.reason, 'unreachable')
    assert.equal(fault.hits, 1)
    assert.equal(watch.hits, 1)
  })

  test('return the granted scopes', async ({ assert }) => {
    const { user } = await start([
      scopes.repo(status, ['create', 'delete']),
      scopes.blob('image/*'),
    ])

    assert.sameMembers(user.scopes as string[], [
      'atproto',
      'repo:xyz.statusphere.status?action=create&action=delete',
      'blob:image/*',
    ])
    assert.isTrue(user.can(scopes.repo(status, 'create')))
    assert.isFalse(user.can(scopes.repo(status)))
    assert.isTrue(user.can(scopes.blob('image/png')))
  })

  test('throw the missing scopes of a write, from the client and from fetch', async ({
    assert,
  }) => {
    const { user } = await start([scopes.repo(status, 'create')])
    const { uri } = await user.client.create(status, mood())
    const rkey = uri.split('/').pop()!

    const error = await failure(user.client.delete(status, { rkey }))
    assert.instanceOf(error, E_ATPROTO_SCOPE_MISSING)
    assert.deepEqual(error.missing, ['repo:xyz.statusphere.status?action=delete'])
    assert.equal(error.status, 403)
    assert.equal(
      error.message,
      'alice.test has not given this app permission for this (missing: repo:xyz.statusphere.status?action=delete)'
    )

    const body = JSON.stringify({ repo: user.did, collection: status.$type, rkey })
    const headers = { 'content-type': 'application/json' }
    const fetched = user.fetch('/xrpc/com.atproto.repo.deleteRecord', {
      method: 'POST',
      headers,
      body,
    })
    assert.deepEqual((await failure(fetched)).missing, error.missing)
  })

  test('throw the missing scopes when the server calls the tokens invalid, after one refresh', async ({
    assert,
  }) => {
    const { user } = await start([])
    devnet.faults.refuseAccessTokens()
    const watch = devnet.faults.watch('refresh')

    const error = await failure(user.client.create(status, mood()))
    assert.deepEqual(error.missing, ['repo:xyz.statusphere.status?action=create'])
    // The server asked for a nonce first.
    assert.lengthOf(
      watch.statuses.filter((code) => code === 200),
      1
    )

    const again = await failure(user.client.create(status, mood()))
    assert.instanceOf(again, E_ATPROTO_SCOPE_MISSING)
    assert.lengthOf(
      watch.statuses.filter((code) => code === 200),
      1
    )
  })

  test('return other error responses unchanged', async ({ assert }) => {
    const { user } = await start([scopes.repo(status)])
    devnet.faults.refuseAccessTokens()
    assert.equal((await user.fetch(SESSION)).status, 401)
    const error = await failure(user.client.create(status, mood()))
    assert.equal(error.name, 'XrpcAuthenticationError')
  })

  test('update the granted scopes after a refresh', async ({ assert }) => {
    let granted: string | undefined
    const strangers: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const body = await response.text()
      const scope = granted && body.includes('"access_token"') ? { scope: granted } : {}
      const json = body.startsWith('{') ? JSON.stringify({ ...JSON.parse(body), ...scope }) : body
      const { status: code } = response
      const headers = new Headers(response.headers)
      headers.delete('content-length')
      headers.delete('content-encoding')
      return new Response(json || null, { status: code, headers })
    }
    const { app, user } = await start([scopes.repo(status)], {
      config: { network: { ...networkOf(devnet), fetch: { strangers } } },
    })
    assert.isFalse(user.can('blob:image/png'))

    granted = 'atproto repo:* blob:*/*'
    await expire(app, user)
    assert.isTrue((await user.fetch(SESSION)).ok)
    assert.isTrue(user.can('blob:image/png'))
    assert.deepEqual(user.scopes, ['atproto', 'repo:*', 'blob:*/*'])
    assert.isTrue((await app.oauth.findGrant(user.grantId))!.can('blob:image/png'))
  })

  test('call methods without a lexicon', async ({ assert, expectTypeOf }) => {
    const { user } = await start([scopes.repo(status)])

    const created = await user.call<{ uri: string }>('com.atproto.repo.createRecord', {
      body: {
        repo: user.did,
        collection: status.$type,
        record: { $type: status.$type, ...mood() },
      },
    })
    expectTypeOf(created.uri).toBeString()
    const { records } = await user.call<any>('com.atproto.repo.listRecords', {
      params: { repo: user.did, collection: status.$type, limit: 1, cursor: undefined },
    })
    assert.equal(records[0].uri, created.uri)

    const error = await failure(
      user.call('com.atproto.repo.getRecord', {
        params: { repo: user.did, collection: status.$type, rkey: 'none' },
      })
    )
    assert.equal(error.error, 'RecordNotFound')
    assert.equal(
      (await failure(user.call('../../oauth/token'))).message,
      '"../../oauth/token" is not an NSID'
    )
  })

  test('call methods of other services through the server', async ({ assert }) => {
    const sent: Headers[] = []
    const resources: typeof fetch = (input, init) => {
      sent.push(new Request(input, init).headers)
      return fetch(input, init)
    }
    const { user } = await start([], {
      config: { network: { ...networkOf(devnet), fetch: { resources } } },
    })
    // One whose DID document can be found on the local network.
    const service = `${user.did}#atproto_pds` as const
    const params = { actor: user.did }
    const error = await failure(user.call('app.bsky.actor.getProfile', { params, service }))
    assert.equal(sent.at(-1)!.get('atproto-proxy'), service)
    assert.deepEqual(error.missing, [scopes.rpc('app.bsky.actor.getProfile', { aud: service })])

    const injected = 'did:web:example.com#a\r\nauthorization: stolen' as any
    const refused = await failure(user.call('a.b.c', { service: injected }))
    assert.match(refused.message, /is not a service/)
  })

  test('return the response of another service', async ({ assert, cleanup }) => {
    const nsid = 'com.example.notes.search'
    const seen: IncomingMessage[] = []
    const { port } = await startHttpServer((request, response) => {
      seen.push(request)
      response.setHeader('content-type', 'application/json').end('{"notes":["Milk"]}')
    })

    const did = `did:plc:${'a'.repeat(24)}` as const
    const service = `${did}#notes` as const
    const { user } = await start([scopes.rpc(nsid, { aud: service })])
    const document = {
      '@context': ['https://www.w3.org/ns/did/v1'],
      'id': did,
      'alsoKnownAs': [],
      'verificationMethod': [],
      'service': [{ id: '#notes', type: 'Notes', serviceEndpoint: `http://localhost:${port}` }],
    }
    const restored = devnet.faults.respond(200, document, { on: 'didDocument' })
    cleanup(() => restored.restore())

    const found = await user.call(nsid, { params: { q: 'milk' }, service })
    assert.deepEqual(found, { notes: ['Milk'] })
    assert.equal(seen[0].url, `/xrpc/${nsid}?q=milk`)
    // A token of the account's server for this method and service, not the app's.
    const [, payload] = seen[0].headers.authorization!.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    assert.containsSubset(claims, { iss: user.did, lxm: nsid })
  })

  test('upload {$self}')
    .with(['a stream', 'bytes', 'a Blob', 'a file of a form'])
    .run(async ({ assert }, kind) => {
      const { app, user } = await start([scopes.blob('image/*'), scopes.repo(status)])
      const bytes = randomBytes(100_000)
      const path = join(await tmpDir(), 'upload')
      await writeFile(path, bytes)
      const file = {
        'a stream': new Blob([bytes]).stream(),
        'bytes': bytes,
        'a Blob': new Blob([bytes]),
        'a file of a form': {
          tmpPath: path,
          isValid: true,
          headers: { 'content-type': 'image/png' },
        },
      }[kind]!

      // The server asks for a nonce and refuses the tokens: the body is sent three times.
      const refused = devnet.faults.refuseAccessTokens({ times: 1 })
      const type = kind === 'a file of a form' ? undefined : 'image/png'
      const blob = await user.upload(file, { type })
      assert.equal(refused.hits, 1)
      assert.equal((blob as any).mimeType, 'image/png')
      assert.equal((blob as any).size, bytes.length)
      await app.close()
    })

  test('refuse to upload files that were not received', async ({ assert }) => {
    const { user } = await start([])
    const message = 'This file was not received, or is not valid. Validate it first'
    assert.equal((await failure(user.upload({}))).message, message)
    const invalid = { tmpPath: '/etc/passwd', isValid: false }
    assert.equal((await failure(user.upload(invalid))).message, message)
  })

  test('throw the error of a lost session unchanged, so that it handles itself', async ({
    assert,
  }) => {
    const { app, user } = await start([])
    await devnet.faults.revoke(user.did)
    await expire(app, user)
    assert.instanceOf(await failure(user.client.create(status, mood())), E_ATPROTO_SESSION_LOST)
  })

  test('accept methods and properties of the app', async ({ assert }) => {
    const { user } = await start([])
    AtprotoUser.macro(
      'greet' as any,
      function (this: AtprotoUser) {
        return `Hello ${this.toString()}`
      } as never
    )
    AtprotoUser.getter(
      'short' as any,
      function (this: AtprotoUser) {
        return this.handle?.split('.')[0]
      } as never
    )

    assert.equal((user as any).greet(), 'Hello @alice.test')
    assert.equal((user as any).short, 'alice')
    assert.deepEqual(JSON.parse(JSON.stringify(user)), { did: user.did, handle: 'alice.test' })
  })
})
