import { getActiveTest, test } from '@japa/runner'
import { startHttpServer } from '@tests/support/http_server'
import { until } from '@tests/support/until'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'
import type { GrantRow, GrantTokens } from '../src/types.js'
import {
  type Browser,
  captureLog,
  createApp,
  expireAccessToken,
  networkOf,
  rewriteTokens,
  rowOf,
  shareDevnet,
  type TestApp,
  type TestAppOptions,
} from './helpers.js'

test.group('Sessions', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

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
    const lost: Array<{ sessionId: string | null; reason: string }> = []
    const emitter = await app.container.make('emitter')
    emitter.on('atproto:session_lost', ({ sessionId, reason }) => {
      lost.push({ sessionId, reason })
    })
    return lost
  }

  test('return who is signed in while the whole network is down', async ({ assert }) => {
    const network = await startDevnet({ tap: false, accounts: ['alice'] })
    const app = await createApp({ config: { network: networkOf(network) } })
    const browser = app.browser()
    await browser.signIn(network, network.accounts[0])

    await network.close()
    assert.equal(await whoIs(browser), 'alice.test')
  })

  test('read one row, without its tokens, to find who is signed in', async ({ assert }) => {
    const app = await start()
    const { browser } = await signIn(app)
    const queries: string[] = []
    app.db
      .connection()
      .getWriteClient()
      .on('query', ({ sql }: { sql: string }) => queries.push(sql))

    await browser.json('/me')
    assert.deepEqual(queries, [
      'select `id`, `did`, `handle`, `issuer`, `scope`, `version`, `is_background`, `last_used_at` from `atproto_oauth_grants` where `session_id` = ? limit ?',
    ])
  })

  test('keep two browsers of one account apart', async ({ assert }) => {
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
      const row = await rowOf(app, sessionId)

      await browser.fetch(path)
      await until(async () => !(await app.oauth.find(sessionId)))
      assert.isNull(await whoIs(browser))

      // Whoever kept a copy of the row finds that its server does not know the tokens any more.
      await app.oauth.config.stores.grants.create(row)
      await expireAccessToken(app, sessionId)
      await assert.rejects(
        () => isAlive(app, sessionId),
        "alice.test's session was revoked. Please sign in again"
      )
    })

  test('sign out while the server is down, and log it without a secret', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const warnings = await captureLog(app.app, 'warn')

    await devnet.pds.stop()
    try {
      const response = await browser.fetch('/logout')
      assert.isBelow(response.status, 300)
      assert.isNull(await whoIs(browser))
      assert.isNull(await app.oauth.find(sessionId))
      assert.lengthOf(warnings, 1)
      assert.match(
        warnings[0][0],
        /^Signed out did:plc:\w+ locally; token revocation failed: [^{}]{1,200}$/
      )
    } finally {
      await devnet.pds.start()
    }
  })

  test('end the former session of a browser that signs in again', async ({ assert }) => {
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
    const before = await rowOf(app, sessionId)

    assert.isString((await browser.json('/write')).uri)
    const after = await rowOf(app, sessionId)
    assert.notEqual(after.tokens, before.tokens)
    assert.isAtLeast(after.updatedAt, before.updatedAt)
    assert.isString((await browser.json('/write')).uri)
  })

  test('store a new handle at the next refresh', async () => {
    const app = await start()
    const dora = await devnet.createAccount({ handle: 'doris' })
    const browser = app.browser()
    await browser.signIn(devnet, dora)
    const { sessionId } = await browser.json('/me')

    await dora.changeHandle('dorothea')
    await expireAccessToken(app, sessionId)
    await browser.json('/write')
    await until(async () => (await whoIs(browser)) === 'dorothea.test')
  })

  test('keep new tokens although the new handle could not be written', async ({ assert }) => {
    const app = await start()
    const dora = await devnet.createAccount()
    const browser = app.browser()
    await browser.signIn(devnet, dora)
    const { sessionId } = await browser.json('/me')
    await dora.changeHandle('theodora')
    const { grants } = app.oauth.config.stores
    const update = grants.update.bind(grants)
    grants.update = (id, changes) =>
      changes.handle ? Promise.reject(new Error('The disk is full')) : update(id, changes)

    await expireAccessToken(app, sessionId)
    assert.isTrue(await isAlive(app, sessionId))
    await expireAccessToken(app, sessionId)
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('keep the session while its server is down, and use it afterwards', async ({ assert }) => {
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

  test('end a session that was revoked elsewhere, with its reason', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const lost = await lostSessions(app)
    const row = await rowOf(app, sessionId)
    await app.oauth.end(sessionId)
    await app.oauth.config.stores.grants.create(row)
    await expireAccessToken(app, sessionId)

    assert.deepEqual(await browser.json('/write'), {
      code: 'E_ATPROTO_SESSION_LOST',
      reason: 'revoked',
      message: "alice.test's session was revoked. Please sign in again",
    })
    assert.isNull(await whoIs(browser))
    assert.deepEqual(lost, [{ sessionId, reason: 'revoked' }])
  })

  test('end a session that its server has let expire, with its reason', async ({ assert }) => {
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
    const former = await startDevnet({ tap: false, accounts: ['alice'] })
    getActiveTest()!.cleanup(() => former.close())
    // Made on a server that the account's identity does not name any more.
    await rewriteTokens(app, sessionId, (tokenSet) => {
      tokenSet.iss = former.pds.url
      tokenSet.expires_at = new Date(Date.now() - 1000).toISOString()
    })

    assert.propertyVal(await browser.json('/write'), 'reason', 'revoked')
    assert.isNull(await whoIs(browser))
  })

  test('delete sessions that no server accepts any more', async ({ assert }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    const { sessionId: recent } = await signIn(app)
    const days = (count: number) => Date.now() - count * 24 * 60 * 60 * 1000
    const rewrite = (id: string, age: number) =>
      app.db
        .from('atproto_oauth_grants')
        .where('session_id', id)
        .update({ changed_at: days(age) })
    await rewrite(sessionId, 183)
    await rewrite(recent, 181)

    await signIn(app)
    await until(async () => !(await app.oauth.find(sessionId)))
    assert.isNotNull(await app.oauth.find(recent))
  })

  test('revoke tokens that could not be stored at sign-in', async ({ assert }) => {
    const app = await start()
    const { grants } = app.oauth.config.stores
    const create = grants.create.bind(grants)
    let row: GrantRow
    grants.create = async (candidate) => {
      row = candidate
      throw new Error('The disk is full')
    }
    const browser = app.browser()
    const callback = await devnet.signIn(await browser.authorize('alice.test'), devnet.accounts[0])
    assert.equal((await browser.fetch(callback)).status, 500)

    grants.create = create
    await create(row!)
    await expireAccessToken(app, row!.sessionId!)
    await assert.rejects(() => isAlive(app, row!.sessionId!), /was revoked/)
  })

  test('wait no longer than three seconds for a silent server to sign out', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const { url } = await startHttpServer(() => {})
    await rewriteTokens(app, sessionId, (tokenSet) => {
      tokenSet.iss = url.replace('127.0.0.1', 'localhost')
    })

    const started = Date.now()
    await browser.fetch('/logout')
    assert.closeTo(Date.now() - started, 4_000, 2_000)
    assert.isNull(await whoIs(browser))
  })

  test('throw when a session ends between two requests', async ({ assert }) => {
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

  test('not bring back a session that signs out while its tokens are refreshed', async ({
    assert,
  }) => {
    const app = await start()
    const { sessionId } = await signIn(app)
    await expireAccessToken(app, sessionId)
    const { grants } = app.oauth.config.stores
    const saveTokens = grants.saveTokens.bind(grants)
    let refreshed: GrantTokens | undefined
    grants.saveTokens = async (id, version, tokens) => {
      refreshed = tokens
      await grants.delete(id)
      return saveTokens(id, version, tokens)
    }

    const user = (await app.oauth.find(sessionId))!
    const row = await rowOf(app, sessionId)
    await assert.rejects(
      () => user.fetch('/xrpc/com.atproto.server.getSession'),
      "alice.test's session was revoked. Please sign in again"
    )
    assert.isNull(await grants.findBySession(sessionId))

    // The tokens that came too late were revoked.
    grants.saveTokens = saveTokens
    await grants.create({ ...row, ...refreshed! })
    await expireAccessToken(app, sessionId)
    await assert.rejects(() => isAlive(app, sessionId), /was revoked/)
  })

  test('encrypt the tokens in the table', async ({ assert }) => {
    const app = await start()
    const browser = app.browser()
    await browser.authorize('alice.test', { state: 'private' })
    await signIn(app)

    const rows = [
      ...(await app.db.from('atproto_oauth_grants')),
      ...(await app.db.from('atproto_oauth_states')),
    ]
    assert.lengthOf(rows, 2)
    for (const row of rows) {
      const text = JSON.stringify(row) + Buffer.from(row.tokens ?? row.data, 'base64').toString()
      assert.notMatch(text, /access_token|refresh_token|dpopJwk|verifier|eyJ[\w-]+\.eyJ|private/)
    }
  })

  test('not open tokens that were copied from another session of {$self}')
    .with(['another account', 'the same account'])
    .run(async ({ assert }, owner) => {
      const app = await start()
      const { sessionId: source } = await signIn(app)
      const [alice, bob] = devnet.accounts
      const browser = app.browser()
      await browser.signIn(devnet, owner === 'the same account' ? alice : bob)
      const { sessionId, user } = await browser.json('/me')
      const { tokens } = await rowOf(app, source)
      await app.db.from('atproto_oauth_grants').where('session_id', sessionId).update({ tokens })

      assert.deepEqual(await browser.json('/write'), {
        code: 'E_ATPROTO_SESSION_UNAVAILABLE',
        reason: 'misconfigured',
        message:
          "The tokens of this session can't be decrypted: the app key or the row was changed. Restore the previous app key, or sign in again",
      })
      assert.equal(await whoIs(browser), user.handle)
    })

  test('throw an error of the store, and sign no one out', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const user = (await app.oauth.find(sessionId))!
    await app.db.rawQuery('alter table atproto_oauth_grants rename to away')

    assert.equal((await browser.fetch('/me')).status, 500)
    await assert.rejects(
      () => user.fetch('/xrpc/com.atproto.server.getSession'),
      'The table "atproto_oauth_grants" does not exist. Create it with "node ace migration:run"'
    )

    await app.db.rawQuery('alter table away rename to atproto_oauth_grants')
    assert.equal(await whoIs(browser), 'alice.test')
    assert.isTrue(await isAlive(app, sessionId))
  })

  test('show no secret when a user is printed', async ({ assert }) => {
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
