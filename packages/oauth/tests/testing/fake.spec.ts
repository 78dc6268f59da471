import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { errors, scopes, stores } from '../../index.js'
import { createApp } from '../helpers.js'

const COLLECTION = 'xyz.statusphere.status'
const GET_PROFILE = 'app.bsky.actor.getProfile'

async function start() {
  const testApp = await createApp({ config: { guard: 'web' } })
  return { ...testApp, fake: await testApp.oauth.fake() }
}

test.group('OAuth fake', () => {
  test('use neither the network nor the stores of the app, until it is restored', async ({
    assert,
  }) => {
    const untouchable: any = new Proxy({}, { get: (_, name) => assert.fail(String(name)) })
    const { oauth } = await createApp({
      config: { stores: { grants: untouchable, states: untouchable } },
    })
    const { fetch } = globalThis
    globalThis.fetch = () => assert.fail('A request was sent')
    try {
      const fake = await oauth.fake()
      const account = await fake.createAccount()
      const user = await fake.createGrant(account)
      await user.client.createRecord({ $type: COLLECTION, status: '🚀' })
      assert.equal((await oauth.find(user.sessionId))!.did, account.did)
      await oauth.end(user.sessionId!)
      assert.isNull(await oauth.find(user.sessionId))

      fake.restore()
      assert.strictEqual(oauth.config.stores.grants, untouchable)
    } finally {
      globalThis.fetch = fetch
    }
  })

  test('start empty with a new fake, which an older one does not end', async ({ assert }) => {
    const { oauth, fake: first } = await start()
    const user = await first.createGrant(await first.createAccount())
    using second = await oauth.fake()
    first.restore()
    assert.isNull(await oauth.find(user.sessionId))
    assert.isNotNull(
      await oauth.find((await second.createGrant(await second.createAccount())).sessionId)
    )
  })

  test('assert on the calls that the app made', async ({ assert }) => {
    const { fake } = await start()
    const account = await fake.createAccount({ handle: 'alice.test' })
    const nsid = 'com.atproto.repo.createRecord'
    fake.assertNoneCalled()
    assert.throws(
      () => fake.assertCalled(nsid),
      `Expected a call of ${nsid}. The app called nothing`
    )

    const { client } = await account.user()
    await client.createRecord({ $type: COLLECTION, status: '🚀' })
    fake.assertCalled(nsid, ({ body }) => body.record.status === '🚀')
    fake.assertCalledCount(nsid, 1)
    fake.assertNotCalled(nsid, ({ body }) => body.record.status === '🦋')
    fake.assertNotCalled('com.atproto.repo.deleteRecord')
    assert.strictEqual(fake.calls[0].account, account)

    assert.throws(
      () => fake.assertCalled(nsid, ({ body }) => body.record.status === '🦋'),
      /^Expected a call of com\.atproto\.repo\.createRecord\. Its calls had \{"repo":.*"status":"🚀"/
    )
    assert.throws(
      () => fake.assertCalled(GET_PROFILE),
      `Expected a call of ${GET_PROFILE}. The app called ${nsid}`
    )
    assert.throws(() => fake.assertNotCalled(nsid), /^Expected no call of .* It was called with/)
    assert.throws(() => fake.assertCalledCount(nsid, 2), `Expected 2 calls of ${nsid}, received 1`)
    assert.throws(() => fake.assertNoneCalled(), `Expected no calls. The app called ${nsid}`)
  })

  test('respond to other methods with what the test sets', async ({ assert }) => {
    const { fake } = await start()
    const account = await fake.createAccount()
    const user = await account.user()
    const get = async () => (await user.fetch(`/xrpc/${GET_PROFILE}?actor=${account.did}`)).json()

    assert.deepEqual(await get(), {
      error: 'MethodNotImplemented',
      message: `The fake has no response to ${GET_PROFILE}. Add one with fake.respond('${GET_PROFILE}', …)`,
    })
    fake.respond(GET_PROFILE, { displayName: 'Alice' })
    assert.deepEqual(await get(), { displayName: 'Alice' })
    fake.respond(GET_PROFILE, ({ params }) => ({ did: params.actor }))
    assert.deepEqual(await get(), { did: account.did })
    fake.respond(GET_PROFILE, () => Response.json({ error: 'RateLimit' }, { status: 429 }))
    assert.deepEqual(await get(), { error: 'RateLimit' })
  })

  test('refresh tokens that have expired, and lose a session that was revoked', async ({
    assert,
  }) => {
    const { fake, app } = await start()
    const account = await fake.createAccount()
    const user = await account.user()
    const lost: string[] = []
    const emitter = await app.container.make('emitter')
    emitter.on('atproto:session_lost', ({ reason }) => void lost.push(reason))

    account.expireTokens()
    assert.equal((await user.fetch('/xrpc/com.atproto.server.getSession')).status, 200)
    const other = await fake.createAccount()
    const former = await other.user()
    other.revokeGrants()
    const error = await former.fetch('/xrpc/com.atproto.server.getSession').catch((it) => it)
    assert.instanceOf(error, errors.E_ATPROTO_SESSION_LOST)
    assert.deepEqual(lost, ['revoked'])
    const next = await other.user()
    assert.notEqual(next.sessionId, former.sessionId)
  })

  test('create grants with what a page of sessions shows', async ({ assert }) => {
    const { fake, oauth } = await start()
    const account = await fake.createAccount()
    const createdAt = Date.now() - 24 * 60 * 60 * 1000
    const { grantId } = await account.createGrant({
      background: true,
      createdAt,
      lastUsedAt: createdAt + 1,
      scope: 'atproto',
      userAgent: 'Phone',
    })
    assert.deepInclude(await oauth.config.stores.grants.find(grantId), {
      isBackground: true,
      createdAt,
      lastUsedAt: createdAt + 1,
      scope: 'atproto',
      userAgent: 'Phone',
    })
  })

  test('permit what a permission set of the code permits', async ({ assert }) => {
    const status = l.record('tid', COLLECTION, l.object({}))
    const all = l.permissionSet('xyz.statusphere.all', [
      l.permission('repo', { collection: [COLLECTION], action: ['create'] }),
    ])
    const lexicons = { xyz: { statusphere: { status, all } } }
    const misspelled = scopes.include('xyz.statusphere.everything')
    await assert.rejects(
      () => createApp({ config: { scope: [misspelled], lexicons } }),
      /There is no lexicon "xyz.statusphere.everything" in the code/
    )

    const { oauth } = await createApp({ config: { scope: [scopes.include(all)], lexicons } })
    using fake = await oauth.fake()
    const user = await (await fake.createAccount()).user()
    assert.isTrue(user.can(scopes.include(all)))
    assert.isTrue(user.can(scopes.repo(status, 'create')))
    assert.isFalse(user.can(scopes.repo(status, 'delete')))
    await user.client.createRecord({ $type: COLLECTION, status: '🚀' })
    await assert.rejects(() => user.client.deleteRecord(COLLECTION, '3jzfcijpj2z2a'), /missing/)
  })

  test('sign up at a server', async ({ assert }) => {
    const { fake, browser } = await start()
    const visitor = browser()
    const url = await visitor.authorize('https://server.example', { prompt: 'create' })
    const result = await visitor.json(await fake.signUp(url, { handle: 'newcomer.test' }))
    assert.equal(result.handle, 'newcomer.test')
  })

  test('start a sign-in at any host', async ({ assert }) => {
    const { fake, url } = await start()
    await fake.createAccount({ handle: 'alice.test' })
    const response = await fetch(
      `${url.replace('127.0.0.1', 'localhost')}/login?input=alice.test`,
      {
        redirect: 'manual',
      }
    )
    assert.equal(response.status, 302)
  })

  test('throw for unknown URLs, used handles and accounts of another server', async ({
    assert,
  }) => {
    const { fake, browser } = await start()
    const alice = await fake.createAccount({ handle: 'alice.test' })
    await assert.rejects(
      () => fake.signIn('https://server.example/oauth/authorize', alice),
      /is not an authorization URL of this fake, or was already used$/
    )
    await assert.rejects(
      () => fake.createAccount({ handle: 'alice.test' }),
      /^The fake already has an account alice\.test/
    )
    const url = await browser().authorize('https://server.example')
    await assert.rejects(() => fake.signIn(url, alice), /^alice\.test is an account of https:/)
  })

  test('sign with the key of a confidential client', async ({ assert }) => {
    const { generatePrivateKey } = await import('../../src/private_keys.js')
    const { oauth } = await createApp({
      config: {
        appUrl: 'https://app.example.org',
        privateKeys: await generatePrivateKey(),
        stores: stores.memory(),
      },
    })
    const fake = await oauth.fake()
    const account = await fake.createAccount()
    const user = await account.user()
    account.expireTokens()
    assert.equal((await user.fetch('/xrpc/com.atproto.server.getSession')).status, 200)
  })
})
