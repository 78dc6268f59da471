import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import {
  type Browser,
  createApp,
  networkOf,
  shareDevnet,
  signInUser,
  type TestApp,
  type TestAppOptions,
} from './helpers.js'

const html = { headers: { accept: 'text/html' } }

test.group('Browser accounts', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = (options: TestAppOptions = {}) =>
    createApp({ ...options, config: { network: networkOf(devnet), ...options.config } })

  async function add(browser: Browser, account: Devnet['accounts'][number]) {
    const url = await browser.authorize(account.handle, { addAccount: 'true' })
    await browser.json(await devnet.signIn(url, account))
  }

  async function both(app: TestApp) {
    const [alice, bob] = devnet.accounts
    const browser = app.browser()
    await browser.signIn(devnet, alice)
    await add(browser, bob)
    return { alice, bob, browser }
  }

  const handles = async (browser: Browser) => {
    const accounts = await browser.json('/accounts')
    return accounts.map(({ handle }: { handle: string }) => handle)
  }
  const whoIs = async (browser: Browser) => (await browser.json('/me')).user?.handle ?? null
  const grants = (app: TestApp) => app.db.from('atproto_oauth_grants').orderBy('granted_at')

  test('be signed in with several accounts, and switch without an authorization', async ({
    assert,
  }) => {
    const app = await start()
    const { alice, bob, browser } = await both(app)
    assert.deepEqual(await handles(browser), ['bob.test', 'alice.test'])
    assert.equal(await whoIs(browser), 'bob.test')

    const user = await browser.json(`/switch?did=${alice.did}`)
    assert.equal(user.handle, 'alice.test')
    assert.equal(await whoIs(browser), 'alice.test')
    assert.deepEqual(await handles(browser), ['alice.test', 'bob.test'])
    assert.equal((await browser.json(`/switch?did=${bob.did}`)).handle, 'bob.test')
    assert.lengthOf(await grants(app), 2)

    // Another browser has none of this.
    const stranger = app.browser()
    assert.deepEqual(await handles(stranger), [])
    assert.isNull(await stranger.json(`/switch?did=${alice.did}`))
  })

  test('replace the account that is signed in, unless it is added', async ({ assert }) => {
    const app = await start()
    const { alice, browser } = await both(app)
    await add(browser, alice)
    assert.deepEqual(await handles(browser), ['alice.test', 'bob.test'])
    assert.lengthOf(await grants(app), 2)

    await browser.signIn(devnet, devnet.accounts[2])
    assert.deepEqual(await handles(browser), [`${devnet.accounts[2].handle}`, 'bob.test'])
    assert.lengthOf(await grants(app), 2)
  })

  test('complete a sign-in although the account before can not be read', async ({ assert }) => {
    const [alice, bob] = devnet.accounts
    const app = await start()
    const browser = app.browser()
    await browser.signIn(devnet, alice)
    const url = await browser.authorize('bob.test', { addAccount: 'true' })
    const callback = await devnet.signIn(url, bob)
    const { grants: store } = app.oauth.config.stores
    const { findBySession } = store
    store.findBySession = () => Promise.reject(new Error('The disk is full'))

    const response = await browser.fetch(callback)
    store.findBySession = findBySession
    assert.equal(response.status, 200)
    assert.equal(await whoIs(browser), 'bob.test')
  })

  test('sign out of one account, and continue with the next', async ({ assert }) => {
    const app = await start()
    const { alice, bob, browser } = await both(app)
    await browser.json(`/logout?did=${bob.did}`)
    assert.equal(await whoIs(browser), 'alice.test')
    await add(browser, bob)
    await browser.json(`/logout?did=${alice.did}`)
    assert.equal(await whoIs(browser), 'bob.test')
    assert.deepEqual(await handles(browser), ['bob.test'])
  })

  test('sign out of all accounts with {$self}')
    .with(['/logout', '/guard-logout'])
    .run(async ({ assert }, path) => {
      const app = await start()
      const { browser } = await both(app)
      await browser.json(path)
      assert.isNull(await whoIs(browser))
      await until(async () => (await grants(app)).length === 0)
      assert.deepEqual(await handles(browser), [])
    })

  test('forget accounts whose sessions have ended', async ({ assert }) => {
    const app = await start()
    const { alice, browser } = await both(app)
    await app.oauth.endAllSessions(alice.did)
    assert.deepEqual(await handles(browser), ['bob.test'])
    assert.isNull(await browser.json(`/switch?did=${alice.did}`))
  })

  test('list the sessions of an account, and end one at the server too', async ({ assert }) => {
    const app = await start()
    const [alice, bob] = devnet.accounts
    const [firefox, phone, stranger] = [app.browser(), app.browser(), app.browser()]
    await firefox.signIn(devnet, alice)
    const url = await phone.authorize(alice.handle)
    await phone.json(await devnet.signIn(url, alice), { headers: { 'user-agent': 'Phone/1.0' } })
    await stranger.signIn(devnet, bob)

    const sessions = await firefox.json('/sessions')
    assert.lengthOf(sessions, 2)
    const other = sessions.find(({ isCurrent }: any) => !isCurrent)
    assert.containsSubset(other, {
      userAgent: 'Phone/1.0',
      isBackground: false,
      hasBrowser: true,
      scopes: ['atproto', 'repo:xyz.statusphere.status'],
    })
    assert.closeTo(Date.parse(other.createdAt), Date.now(), 60_000)
    assert.notInclude(JSON.stringify(sessions), (await phone.json('/me')).sessionId)

    // Whose it is, is checked.
    assert.isFalse(await stranger.json(`/end-session?id=${other.id}`))
    assert.equal(await whoIs(phone), 'alice.test')

    const user = await app.oauth.findGrant(other.id)
    const revoked = devnet.faults.watch('revocation')
    assert.isTrue(await firefox.json(`/end-session?id=${other.id}`))
    assert.isAbove(revoked.hits, 0)
    assert.isNull(await whoIs(phone))
    assert.equal(await whoIs(firefox), 'alice.test')
    const failed = await user!.fetch('/xrpc/com.atproto.server.getSession').catch((error) => error)
    assert.equal(failed.code, 'E_ATPROTO_SESSION_LOST')
    await devnet.faults.restoreAll()

    await firefox.json('/end-all')
    assert.isNull(await whoIs(firefox))
    assert.deepEqual(await app.oauth.sessions(alice.did), [])
    assert.equal(await whoIs(stranger), 'bob.test')
  })

  test('return the user of a background grant for a job, or say how to get one', async ({
    assert,
  }) => {
    const app = await start()
    const [alice, bob] = devnet.accounts
    await signInUser(app, devnet, alice, { background: true })
    await signInUser(app, devnet, bob)

    const user = await app.oauth.forAccount(alice.did)
    assert.isTrue(user.isBackground)
    assert.isTrue((await user.fetch('/xrpc/com.atproto.server.getSession')).ok)

    const error = await app.oauth.forAccount(bob.did).catch((reason) => reason)
    assert.equal(error.code, 'E_ATPROTO_NO_BACKGROUND_GRANT')
    assert.equal(
      error.message,
      `${bob.did} has no background grant, only sessions of browsers. Ask for one with ctx.oauth.authorize(did, { background: true })`
    )
  })

  test('return to the page that the middleware kept a visitor from, through a failure', async ({
    assert,
  }) => {
    const [alice] = devnet.accounts
    const browser = (await start()).browser()
    const kept = await browser.fetch('/private?tab=2', html)
    assert.equal(kept.headers.get('location'), '/')

    const denied = await devnet.signIn(await browser.authorize(alice.handle), alice, {
      consent: false,
    })
    assert.equal((await browser.fetch(denied, html)).status, 302)
    const callback = await devnet.signIn(await browser.authorize(alice.handle), alice)
    assert.equal((await browser.json(callback)).returnTo, '/private?tab=2')

    // Once: the next sign-in does not end there.
    const again = await devnet.signIn(await browser.authorize(alice.handle), alice)
    assert.notProperty(await browser.json(again), 'returnTo')
  })

  test('ignore a page of another site, and keep two tabs apart', async ({ assert }) => {
    const [alice] = devnet.accounts
    const browser = (await start()).browser()
    const evil = await browser.authorize(alice.handle, { returnTo: 'https://evil.example' })
    assert.notProperty(await browser.json(await devnet.signIn(evil, alice)), 'returnTo')

    const first = await browser.authorize(alice.handle, { returnTo: '/one', state: 'mine' })
    await browser.authorize(alice.handle, { returnTo: '/two' })
    assert.containsSubset(await browser.json(await devnet.signIn(first, alice)), {
      returnTo: '/one',
      state: 'mine',
    })
  })

  test('request more scopes, and return to the page', async ({ assert }) => {
    const [alice] = devnet.accounts
    const app = await start({ config: { scope: ['repo:a.b.c'], optionalScope: ['blob:*/*'] } })
    const browser = app.browser()
    await browser.signIn(devnet, alice)
    const before = await browser.json('/sessions')
    assert.deepEqual(before[0].scopes, ['atproto', 'repo:a.b.c'])

    const response = await browser.fetch('/more?scopes=blob:image/png')
    const callback = await devnet.signIn(response.headers.get('location')!, alice)
    assert.equal((await browser.json(callback)).returnTo, '/more?scopes=blob:image/png')
    const after = await browser.json('/sessions')
    assert.lengthOf(after, 1)
    assert.sameMembers(after[0].scopes, ['atproto', 'repo:a.b.c', 'blob:*/*'])

    const unknown = await browser.json('/more?scopes=repo:x.y.z')
    assert.match(JSON.stringify(unknown), /is neither in .*scope.* nor in/)
  })

  test('sign up only at a server that allows sign-ups', async ({ assert }) => {
    const app = await start()
    const browser = app.browser()
    const url = new URL(
      (await browser.fetch(`/sign-up?service=${devnet.pds.url}`)).headers.get('location')!
    )
    assert.equal(url.origin, devnet.pds.url)

    const closed = devnet.faults.respond(
      200,
      { availableUserDomains: [], did: 'did:web:localhost' },
      { on: '/xrpc/com.atproto.server.describeServer' }
    )
    const { errors } = await browser.json(`/sign-up?service=${devnet.pds.url}`)
    await closed.restore()
    assert.equal(errors[0].code, 'E_ATPROTO_SIGN_UP_UNAVAILABLE')
    const { errors: invalid } = await browser.json('/sign-up?service=nowhere')
    assert.equal(invalid[0].code, 'E_ATPROTO_INVALID_IDENTIFIER')
  })

  test('let errors of the client handle themselves as a flash message and as JSON', async ({
    assert,
  }) => {
    const app = await start()
    const [alice] = devnet.accounts
    const browser = app.browser()
    await browser.signIn(devnet, alice)
    const missing = ['repo:com.example.note?action=delete']
    const message = `alice.test has not given this app permission for this (missing: ${missing[0]})`
    assert.deepEqual(await browser.json('/failing'), {
      errors: [{ code: 'E_ATPROTO_SCOPE_MISSING', message, missing }],
    })

    const back = { referer: `${app.url}/notes?a=1`, accept: 'text/html' }
    const response = await browser.fetch('/failing', { method: 'DELETE', headers: back })
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), '/notes?a=1')
    assert.equal((await browser.json('/')).error, message)
    const elsewhere = { referer: 'https://evil.example/x', accept: 'text/html' }
    const other = await browser.fetch('/failing', { method: 'POST', headers: elsewhere })
    assert.equal(other.headers.get('location'), '/')
    // A page that fails itself can't be redirected to.
    assert.equal((await browser.fetch('/failing', html)).status, 403)

    const [{ sessionId }] = [await browser.json('/me')]
    await devnet.faults.revoke(alice.did)
    await app.db.from('atproto_oauth_grants').update({ expires_at: Date.now() - 1_000 })
    assert.isNotNull(sessionId)
    const lost = await browser.fetch('/failing', html)
    assert.equal(lost.status, 302)
    assert.equal(lost.headers.get('location'), '/')
  })

  test('redirect an Inertia form back to its page after an error of the client', async ({
    assert,
  }) => {
    const app = await start()
    const browser = app.browser()
    await browser.signIn(devnet, devnet.accounts[0])
    const headers = {
      'accept': 'text/html, application/xhtml+xml',
      'referer': `${app.url}/notes`,
      'x-inertia': 'true',
      'x-requested-with': 'XMLHttpRequest',
    }
    for (const [method, status] of [
      ['POST', 302],
      // With 302, a browser would send the same method to the page.
      ['PUT', 303],
      ['PATCH', 303],
      ['DELETE', 303],
    ] as const) {
      const response = await browser.fetch('/failing', { method, headers })
      assert.equal(response.status, status, method)
      assert.equal(response.headers.get('location'), '/notes')
      assert.match((await browser.json('/')).error, /has not given this app permission/)
    }
  })

  test('ask the server for a prompt and a language, and keep the state from it', async ({
    assert,
  }) => {
    const requests: string[] = []
    const strangers: typeof fetch = async (input, init) => {
      const request = new Request(input, init)
      if (request.url.endsWith('/oauth/par')) requests.push(await request.clone().text())
      return fetch(request)
    }
    const app = await start({ config: { network: { ...networkOf(devnet), fetch: { strangers } } } })
    const [alice] = devnet.accounts
    const browser = app.browser()
    const state = 'What the app wants back'
    const url = await browser.authorize(alice.handle, { prompt: 'login', locale: 'pt-BR', state })

    const sent = new URLSearchParams(requests.at(-1))
    assert.equal(sent.get('prompt'), 'login')
    assert.equal(sent.get('ui_locales'), 'pt-BR')
    assert.notInclude(requests.at(-1)! + url, state.slice(0, 4))
    assert.equal((await browser.json(await devnet.signIn(url, alice))).state, state)
  })

  test('emit an event for each change', async ({ assert }) => {
    const app = await start()
    const emitter = await app.app.container.make('emitter')
    const seen: unknown[] = []
    emitter.on('atproto:sign_in_failed', ({ step, error }) => void seen.push([step, error.code]))
    emitter.on('atproto:session_refreshed', ({ did, scopes }) => void seen.push([did, scopes]))
    emitter.on('atproto:signed_out', ({ did, sessionId }) => void seen.push([did, sessionId]))
    const [alice] = devnet.accounts
    const browser = app.browser()
    await browser.json('/login?input=nobody.test')
    const denied = await devnet.signIn(await browser.authorize(alice.handle), alice, {
      consent: false,
    })
    await browser.json(denied)
    await until(() => seen.length === 2)
    await browser.signIn(devnet, alice)
    await app.db.from('atproto_oauth_grants').update({ expires_at: Date.now() - 1_000 })
    await browser.json('/write')
    await until(() => seen.length === 3)
    const { sessionId } = await browser.json('/me')
    await browser.json('/logout')
    await until(() => seen.length === 4)
    assert.deepEqual(seen, [
      ['authorize', 'E_ATPROTO_ACCOUNT_NOT_FOUND'],
      ['callback', 'E_ATPROTO_ACCESS_DENIED'],
      [alice.did, ['atproto', 'repo:xyz.statusphere.status']],
      [alice.did, sessionId],
    ])
  })
})
