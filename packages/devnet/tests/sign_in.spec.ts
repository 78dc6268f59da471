import type { NodeOAuthClient } from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { type Devnet, type DevnetAccount, errors, startDevnet } from '../index.js'
import { oauthClient } from './helpers.js'

test.group('Sign in', (group) => {
  let devnet: Devnet
  let client: NodeOAuthClient
  let alice: DevnetAccount
  let bob: DevnetAccount

  group.setup(async () => {
    devnet = await startDevnet({ tap: false })
    client = oauthClient(devnet)
    ;[alice, bob] = devnet.accounts
    return () => devnet.close()
  })

  test('sign an account in and write to its repo', async ({ assert }) => {
    const url = await client.authorize('alice.test', { state: 'where I was' })

    const callback = await devnet.signIn(url, alice)

    assert.equal(callback.origin + callback.pathname, 'http://127.0.0.1:8080/callback')
    const { session, state } = await client.callback(callback.searchParams)
    assert.equal(session.did, alice.did)
    assert.equal(state, 'where I was')
    const response = await session.fetchHandler('/xrpc/com.atproto.repo.createRecord', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        repo: alice.did,
        collection: 'xyz.statusphere.status',
        record: { status: '🦋' },
      }),
    })
    assert.equal(response.status, 200)
    assert.lengthOf(await alice.listRecords('xyz.statusphere.status'), 1)
  })

  test('deny consent', async ({ assert }) => {
    const url = await client.authorize('alice.test')

    const callback = await devnet.signIn(url, alice, { consent: false })

    assert.equal(callback.searchParams.get('error'), 'access_denied')
    await assert.rejects(
      () => client.callback(callback.searchParams),
      'The user rejected the request'
    )
  })

  test('refuse a wrong password', async ({ assert }) => {
    const url = await client.authorize('alice.test')

    const error = await devnet
      .signIn(url, { handle: 'alice.test', password: 'not hers' })
      .catch((reason) => reason)

    assert.instanceOf(error, errors.SignInError)
    assert.equal(error.code, 'E_WRONG_PASSWORD')
    assert.equal(error.message, 'Wrong password for alice.test, or no such account')
  })

  test('refuse an account that does not exist', async ({ assert }) => {
    const url = await client.authorize('alice.test')

    await assert.rejects(
      () => devnet.signIn(url, { handle: 'nobody.test', password: 'none' }),
      'Wrong password for nobody.test, or no such account'
    )
  })

  test('sign in after a wrong password', async ({ assert }) => {
    const url = await client.authorize('alice.test')
    const browser = devnet.openBrowser()
    await assert.rejects(() => browser.signIn(url, { handle: 'alice.test', password: 'not hers' }))

    const callback = await browser.signIn(url, alice)

    assert.isTrue(callback.searchParams.has('code'))
  })

  test('remember the account of a browser', async ({ assert }) => {
    const browser = devnet.openBrowser()
    const forgotten = { handle: 'alice.test', password: 'forgotten' }
    await browser.signIn(await client.authorize('alice.test'), alice, { remember: true })

    const again = await browser.signIn(await client.authorize('alice.test'), forgotten)

    assert.isTrue(again.searchParams.has('code'))
    const bobs = await client.authorize('bob.test')
    await assert.rejects(() => browser.signIn(bobs, { handle: 'bob.test', password: 'forgotten' }))
    const alices = await client.authorize('alice.test')
    await assert.rejects(() => devnet.signIn(alices, forgotten))
  })

  test('return the redirect when the PDS sends it at once', async ({ assert }) => {
    const url = await client.authorize('bob.test')
    await devnet.signIn(url, bob)

    const callback = await devnet.signIn(url, bob)

    assert.equal(callback.searchParams.get('error'), 'access_denied')
    assert.equal(
      callback.searchParams.get('error_description'),
      'This request was already authorized'
    )
  })

  test('sign up and sign in', async ({ assert }) => {
    const url = await client.authorize(devnet.pds.url, { prompt: 'create' })

    const callback = await devnet.openBrowser().signUp(url, {
      handle: 'dora.test',
      password: 'dora-password',
      email: 'dora@example.com',
    })

    const { session } = await client.callback(callback.searchParams)
    const found = await fetch(
      `${devnet.pds.url}/xrpc/com.atproto.identity.resolveHandle?handle=dora.test`
    )
    assert.deepEqual(await found.json(), { did: session.did })
  })

  test('throw with the reason when a sign-up is refused', async ({ assert }) => {
    const url = await client.authorize(devnet.pds.url, { prompt: 'create' })
    const taken = { handle: 'alice.test', password: 'her-password', email: 'eve@example.com' }

    await assert.rejects(
      () => devnet.openBrowser().signUp(url, taken),
      /^The PDS refused the sign-up with 400: /
    )
  })

  test('keep cookies between requests to an app, and return its redirects', async (context) => {
    const { url: app } = await startHttpServer((request, response) => {
      const cookie = request.url === '/logout' ? 'user=; max-age=0' : 'user=alice; path=/'
      response
        .writeHead(302, { 'location': '/next', 'set-cookie': cookie })
        .end(request.headers.cookie)
    })
    const browser = devnet.openBrowser()
    const cookiesSentTo = async (path: string) => {
      const response = await browser.fetch(app + path, { method: 'POST', body: 'a form' })
      context.assert.equal(response.headers.get('location'), '/next')
      return response.text()
    }

    context.assert.equal(await cookiesSentTo('/login'), '')
    context.assert.equal(await cookiesSentTo('/page'), 'user=alice')
    context.assert.equal(await cookiesSentTo('/logout'), 'user=alice')
    context.assert.equal(await cookiesSentTo('/login'), '')
    await browser.clearCookies()
    context.assert.equal(await cookiesSentTo('/page'), '')
  })

  test('throw when the URL is not an authorization URL of this PDS', async ({ assert }) => {
    await assert.rejects(
      () => devnet.signIn('http://127.0.0.1:8080/login?x=1', alice),
      `http://127.0.0.1:8080/login is not an authorization URL of the PDS at ${devnet.pds.url}`
    )
  })

  test('throw with the text of the error page', async ({ assert }) => {
    const url = new URL(await client.authorize('alice.test'))
    url.searchParams.set('request_uri', 'urn:ietf:params:oauth:request_uri:req-unknown')

    const error = await devnet.signIn(url, alice).catch((reason) => reason)

    assert.equal(error.code, 'E_SIGN_IN_REFUSED')
    assert.equal(
      error.message,
      'The PDS refused the authorization request with 400: Invalid "request_uri" query parameter: Invalid request_uri format at query.request_uri'
    )
  })
})
