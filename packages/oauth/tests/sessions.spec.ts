import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getActiveTest, test } from '@japa/runner'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import type { SessionRow } from '../src/types.js'
import {
  type Browser,
  createApp,
  expireAccessToken,
  networkOf,
  rewriteTokens,
  type TestApp,
  type TestAppOptions,
  waitUntil,
} from './helpers.js'

test.group('Sessions', (group) => {
  let devnet: Devnet

  group.setup(async () => {
    devnet = await startDevnet({ tap: false })
    return () => devnet.close()
  })

  const start = (options: TestAppOptions = {}) =>
    createApp({ ...options, config: { network: networkOf(devnet), ...options.config } })

  async function signIn(app: TestApp) {
    const browser = app.browser()
    await browser.signIn(devnet, devnet.accounts[0])
    const { sessionId } = await browser.json('/me')
    return { browser, sessionId: sessionId as string }
  }

  const whoIs = async (browser: Browser) => (await browser.json('/me')).user?.handle ?? null

  /** Whether the tokens of a row are worth something to the account's server. */
  async function isAlive({ oauth }: TestApp, sessionId: string) {
    const user = await oauth.find(sessionId)
    const response = await user!.fetch('/xrpc/com.atproto.server.getSession')
    return response.ok
  }

  async function lostSessions({ app }: TestApp) {
    const lost: Array<{ sessionId: string; reason: string }> = []
    const emitter = await app.container.make('emitter')
    emitter.on('atproto:session_lost', ({ sessionId, reason }) => {
      lost.push({ sessionId, reason })
    })
    return lost
  }

  test('return the signed-in user while the network is down', async ({ assert }) => {
    const network = await startDevnet({ tap: false })
    const app = await createApp({ config: { network: networkOf(network) } })
    const browser = app.browser()
    await browser.signIn(network, network.accounts[0])

    await network.close()
    assert.equal(await whoIs(browser), 'alice.test')
  })

  test('read one row to authenticate a request', async ({ assert }) => {
    const app = await start()
    const { browser } = await signIn(app)
    const queries: string[] = []
    app.db
      .connection()
      .getWriteClient()
      .on('query', ({ sql }: { sql: string }) => queries.push(sql))

    await browser.json('/me')
    assert.deepEqual(queries, ['select * from `atproto_oauth_sessions` where `id` = ? limit ?'])
  })

  test('keep a session for each browser of an account', async ({ assert }) => {
    const app = await start()
    const first = await signIn(app)
    const second = await signIn(app)

    assert.notEqual(first.sessionId, second.sessionId)
    assert.isTrue(await isAlive(app, first.sessionId))
    await first.browser.fetch('/logout')
    assert.isNull(await whoIs(first.browser))
    assert.equal(await whoIs(second.browser), 'alice.test')
    await expireAccessToken(app, second.sessionId)
    assert.isTrue(await isAlive(app, second.sessionId))
  })

  test('delete the session and revoke its tokens on {$self}')
    .with(['/logout', '/guard-logout'])
    .run(async ({ assert }, path) => {
      const app = await start()
      const { browser, sessionId } = await signIn(app)
      const row = (await app.oauth.config.stores.sessions.find(sessionId))!

      await browser.fetch(path)
      await waitUntil(async () => !(await app.oauth.find(sessionId)))
      assert.isNull(await whoIs(browser))

      // Whoever kept a copy of the row finds that its server does not know the tokens any more.
      await app.oauth.config.stores.sessions.create(row)
      await expireAccessToken(app, sessionId)
      await assert.rejects(
        () => isAlive(app, sessionId),
        "alice.test's session was revoked. Please sign in again"
      )
    })

  test('sign out while the server is down, and log no secret', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const warnings: string[] = []
    const logger = await app.app.container.make('logger')
    logger.warn = (message: any) => void warnings.push(message)

    await devnet.pds.stop()
    try {
      const response = await browser.fetch('/logout')
      assert.isBelow(response.status, 300)
      assert.isNull(await whoIs(browser))
      assert.isNull(await app.oauth.find(sessionId))
      assert.lengthOf(warnings, 1)
      assert.match(
        warnings[0],
        /^Signed out did:plc:\w+ locally; token revocation failed: [^{}]{1,200}$/
      )
    } finally {
      await devnet.pds.start()
    }
  })

  test('end the previous session when a browser signs in again', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    await browser.signIn(devnet, devnet.accounts[1])

    assert.equal(await whoIs(browser), 'bob.test')
    assert.isNull(await app.oauth.find(sessionId))
  })

  test('refresh an expired token on first use and keep the new one', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    await expireAccessToken(app, sessionId)
    const before = (await app.oauth.config.stores.sessions.find(sessionId))!

    assert.isString((await browser.json('/write')).uri)
    const after = (await app.oauth.config.stores.sessions.find(sessionId))!
    assert.notEqual(after.tokens, before.tokens)
    assert.isAtLeast(after.updatedAt, before.updatedAt)
    assert.isString((await browser.json('/write')).uri)
  })

  test('update the handle with the next refresh', async ({ assert }) => {
    const app = await start()
    const dora = await devnet.createAccount({ handle: 'dora' })
    const browser = app.browser()
    await browser.signIn(devnet, dora)
    const { sessionId } = await browser.json('/me')

    await dora.changeHandle('dorothea')
    await expireAccessToken(app, sessionId)
    await browser.json('/write')
    assert.equal(await whoIs(browser), 'dorothea.test')
  })

  test('keep new tokens when the new handle cannot be stored', async ({ assert }) => {
    const app = await start()
    const dora = await devnet.createAccount()
    const browser = app.browser()
    await browser.signIn(devnet, dora)
    const { sessionId } = await browser.json('/me')
    await dora.changeHandle('theodora')
    const { sessions } = app.oauth.config.stores
    const update = sessions.update.bind(sessions)
    sessions.update = (id, changes) =>
      changes.handle ? Promise.reject(new Error('The disk is full')) : update(id, changes)

    await expireAccessToken(app, sessionId)
    assert.isTrue(await isAlive(app, sessionId))
    await expireAccessToken(app, sessionId)
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('keep the session while its server is down', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    await expireAccessToken(app, sessionId)

    await devnet.pds.stop()
    try {
      assert.deepEqual(await browser.json('/write'), {
        code: 'E_ATPROTO_SESSION_UNAVAILABLE',
        reason: 'unreachable',
        message:
          "alice.test's server can't be reached. You are still signed in. Please try again later",
      })
      assert.equal(await whoIs(browser), 'alice.test')
    } finally {
      await devnet.pds.start()
    }
    assert.isString((await browser.json('/write')).uri)
  })

  test('end a session that was revoked, with its reason', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const lost = await lostSessions(app)
    const row = (await app.oauth.config.stores.sessions.find(sessionId))!
    await app.oauth.end(sessionId)
    await app.oauth.config.stores.sessions.create(row)
    await expireAccessToken(app, sessionId)

    assert.deepEqual(await browser.json('/write'), {
      code: 'E_ATPROTO_SESSION_LOST',
      reason: 'revoked',
      message: "alice.test's session was revoked. Please sign in again",
    })
    assert.isNull(await whoIs(browser))
    assert.deepEqual(lost, [{ sessionId, reason: 'revoked' }])
  })

  test('end a session that has expired, with its reason', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const lost = await lostSessions(app)
    await rewriteTokens(app, sessionId, (tokenSet) => {
      delete tokenSet.refresh_token
      tokenSet.expires_at = new Date(Date.now() - 1000).toISOString()
    })

    assert.propertyVal(await browser.json('/write'), 'reason', 'expired')
    assert.isNull(await whoIs(browser))
    assert.deepEqual(lost, [{ sessionId, reason: 'expired' }])
  })

  test('end the session of an account that has moved to another server', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const former = await startDevnet({ tap: false })
    getActiveTest()!.cleanup(() => former.close())
    // Made on a server that the account's identity does not name any more.
    await rewriteTokens(app, sessionId, (tokenSet) => {
      tokenSet.iss = former.pds.url
      tokenSet.expires_at = new Date(Date.now() - 1000).toISOString()
    })

    assert.propertyVal(await browser.json('/write'), 'reason', 'revoked')
    assert.isNull(await whoIs(browser))
  })

  test('prune sessions that have expired on their server', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    const { sessionId: recent } = await signIn(app)
    const { sessions } = app.oauth.config.stores
    const days = (count: number) => Date.now() - count * 24 * 60 * 60 * 1000
    await sessions.update(sessionId, { updatedAt: days(183) })
    await sessions.update(recent, { updatedAt: days(181) })

    await signIn(app)
    assert.isNull(await app.oauth.find(sessionId))
    assert.isNotNull(await app.oauth.find(recent))
  })

  test('revoke the tokens of a sign-in that cannot be stored', async ({ assert }) => {
    const app = await start()
    const { sessions } = app.oauth.config.stores
    const create = sessions.create.bind(sessions)
    let row: SessionRow
    sessions.create = async (candidate) => {
      row = candidate
      throw new Error('The disk is full')
    }
    const browser = app.browser()
    const callback = await devnet.signIn(await browser.authorize('alice.test'), devnet.accounts[0])
    assert.equal((await browser.fetch(callback)).status, 500)

    await create(row!)
    await expireAccessToken(app, row!.id)
    await assert.rejects(() => isAlive(app, row!.id), /was revoked/)
  })

  test('sign out after three seconds when the server does not respond', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, resolve))
    getActiveTest()!.cleanup(() => {
      silent.closeAllConnections()
      silent.close()
    })
    await rewriteTokens(app, sessionId, (tokenSet) => {
      tokenSet.iss = `http://localhost:${(silent.address() as AddressInfo).port}`
    })

    const started = Date.now()
    await browser.fetch('/logout')
    assert.closeTo(Date.now() - started, 4_000, 2_000)
    assert.isNull(await whoIs(browser))
  })

  test('throw when the session was deleted between two requests', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    const user = (await app.oauth.find(sessionId))!
    await user.fetch('/xrpc/com.atproto.server.getSession')

    await app.oauth.end(sessionId)
    await assert.rejects(
      () => user.fetch('/xrpc/com.atproto.server.getSession'),
      "alice.test's session was revoked. Please sign in again"
    )
  })

  test('not restore a session that is signed out during a refresh', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    await expireAccessToken(app, sessionId)
    const { sessions } = app.oauth.config.stores
    const update = sessions.update.bind(sessions)
    let refreshed: string | undefined
    sessions.update = async (id, changes) => {
      refreshed = changes.tokens
      await sessions.delete(id)
      return update(id, changes)
    }

    const user = (await app.oauth.find(sessionId))!
    const row = (await sessions.find(sessionId))!
    await assert.rejects(
      () => user.fetch('/xrpc/com.atproto.server.getSession'),
      "alice.test's session was revoked. Please sign in again"
    )
    assert.isNull(await sessions.find(sessionId))

    // The tokens that came too late are worth nothing either.
    sessions.update = update
    await sessions.create({ ...row, tokens: refreshed! })
    await expireAccessToken(app, sessionId)
    await assert.rejects(() => isAlive(app, sessionId), /was revoked/)
  })

  test('encrypt the tokens in the table', async ({ assert }) => {
    const app = await start()
    const browser = app.browser()
    await browser.authorize('alice.test', { state: 'private' })
    await signIn(app)

    const rows = [
      ...(await app.db.from('atproto_oauth_sessions')),
      ...(await app.db.from('atproto_oauth_states')),
    ]
    assert.lengthOf(rows, 2)
    for (const row of rows) {
      const text = JSON.stringify(row) + Buffer.from(row.tokens ?? row.data, 'base64').toString()
      assert.notMatch(text, /access_token|refresh_token|dpopJwk|verifier|eyJ[\w-]+\.eyJ|private/)
    }
  })

  test('reject tokens that were copied from another session of {$self}')
    .with(['another account', 'the same account'])
    .run(async ({ assert }, owner) => {
      const app = await start()
      const { sessionId: source } = await signIn(app)
      const [alice, bob] = devnet.accounts
      const browser = app.browser()
      await browser.signIn(devnet, owner === 'the same account' ? alice : bob)
      const { sessionId, user } = await browser.json('/me')
      const { sessions } = app.oauth.config.stores
      const { tokens } = (await sessions.find(source))!
      await sessions.update(sessionId, { tokens })

      assert.deepEqual(await browser.json('/write'), {
        code: 'E_ATPROTO_SESSION_UNAVAILABLE',
        reason: 'misconfigured',
        message:
          "The tokens of this session can't be decrypted: the app key or the row was changed. Restore the previous app key, or sign in again",
      })
      assert.equal(await whoIs(browser), user.handle)
    })

  test('throw errors of the store, and keep the session', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const user = (await app.oauth.find(sessionId))!
    await app.db.rawQuery('alter table atproto_oauth_sessions rename to away')

    assert.equal((await browser.fetch('/me')).status, 500)
    await assert.rejects(
      () => user.fetch('/xrpc/com.atproto.server.getSession'),
      /no such table: atproto_oauth_sessions/
    )

    await app.db.rawQuery('alter table away rename to atproto_oauth_sessions')
    assert.equal(await whoIs(browser), 'alice.test')
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('retry storing new tokens when the store is busy', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    await expireAccessToken(app, sessionId)
    const { sessions } = app.oauth.config.stores
    const update = sessions.update.bind(sessions)
    let failures = 2
    sessions.update = (id, changes) =>
      failures-- > 0 ? Promise.reject(new Error('database is locked')) : update(id, changes)

    assert.isTrue(await isAlive(app, sessionId))
    await expireAccessToken(app, sessionId)
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('throw when new tokens cannot be stored, and keep the row', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    await expireAccessToken(app, sessionId)
    const { sessions } = app.oauth.config.stores
    sessions.update = () => Promise.reject(new Error('The disk is full'))

    await assert.rejects(() => isAlive(app, sessionId), 'The disk is full')
    assert.isNotNull(await app.oauth.find(sessionId))
  })

  test('keep the session when the app aborts a request', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    const user = (await app.oauth.find(sessionId))!
    const signal = AbortSignal.abort(new Error('Enough'))

    const error = await user
      .fetch('/xrpc/com.atproto.server.getSession', { signal })
      .catch((reason) => reason)
    assert.notProperty(error, 'reason')
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('print and serialize only the DID and the handle of a user', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    const user = (await app.oauth.find(sessionId))!

    assert.equal(`${user}`, '@alice.test')
    assert.deepEqual(JSON.parse(JSON.stringify(user)), {
      did: devnet.accounts[0].did,
      handle: 'alice.test',
    })
  })
})
