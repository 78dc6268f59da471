import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { EncryptionFactory } from '@adonisjs/core/factories/encryption'
import type { NodeSavedSession } from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import type { GrantRow } from '../src/types.js'
import { Vault } from '../src/vault.js'
import {
  type Browser,
  createApp,
  encryptionWithAnotherKey,
  expireAccessToken,
  networkOf,
  rowOf,
  shareDevnet,
  type TestApp,
} from './helpers.js'

const GRANTS = 'atproto_oauth_grants'
const STATES = 'atproto_oauth_states'
const SESSION = '/xrpc/com.atproto.server.getSession'
const SECRETS = /access_token|refresh_token|dpopJwk|verifier|eyJ[\w-]+\.eyJ/

interface SignedIn {
  browser: Browser
  sessionId: string
  row: GrantRow
}

// The titles are the sentences of docs/security.md.
test.group('Security', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = () => createApp({ config: { network: networkOf(devnet) } })

  async function signIn(app: TestApp, account = devnet.accounts[0]): Promise<SignedIn> {
    const browser = app.browser()
    await browser.signIn(devnet, account)
    const { sessionId } = await browser.json('/me')
    return { browser, sessionId, row: await rowOf(app, sessionId) }
  }

  const whoIs = async (browser: Browser) => (await browser.json('/me')).user?.handle ?? null

  /** What an attacker reads. */
  async function dump({ db }: TestApp) {
    const rows = [...(await db.from(GRANTS)), ...(await db.from(STATES))]
    const texts = rows.map((row) => Buffer.from(row.tokens ?? row.data, 'base64').toString())
    return { rows, text: JSON.stringify(rows) + texts.join('\n') }
  }

  async function decrypt({ app }: TestApp, row: GrantRow) {
    const vault = new Vault(await app.container.make('encryption'))
    return vault.open<NodeSavedSession>('grant', row.id, row.tokens)!
  }

  test('see which accounts are signed in, at which server, since when, with which scope and browser', async ({
    assert,
  }) => {
    const app = await start()
    await signIn(app)
    const { rows } = await dump(app)
    const [{ did, handle, issuer, scope, user_agent: userAgent, granted_at: createdAt }] = rows
    assert.deepEqual([did, handle], [devnet.accounts[0].did, 'alice.test'])
    assert.equal(issuer, devnet.pds.url)
    assert.match(scope, /atproto/)
    assert.isString(userAgent)
    assert.closeTo(createdAt, Date.now(), 60_000)
  })

  test('find the IP address of a sign-in that is under way, by hashing every address', async ({
    assert,
  }) => {
    const app = await start()
    await app.oauth.startSignIn(devnet.pds.url, { browser: 'a', address: '203.0.113.7' })
    const [{ address }] = await app.db.from(STATES)
    assert.notInclude(address, '203')
    assert.equal(address, createHash('sha256').update('cb00:7107').digest('base64url'))
  })

  test("find a token, a key or a PKCE verifier in the database: they are encrypted with the app's encryption", async ({
    assert,
  }) => {
    const app = await start()
    const { row } = await signIn(app)
    await app.browser().authorize('alice.test')
    const { rows, text } = await dump(app)
    assert.lengthOf(rows, 2)
    assert.notMatch(text, SECRETS)
    const stranger = new Vault(encryptionWithAnotherKey())
    assert.isNull(stranger.open('grant', row.id, row.tokens))
  })

  test('sign a browser in with what the database has: the cookie needs the app key', async ({
    assert,
  }) => {
    const app = await start()
    const { browser, sessionId } = await signIn(app)
    const stranger = new EncryptionFactory().create()
    for (const name of browser.cookies.keys()) {
      for (const forged of [sessionId, `e:${stranger.encrypt(sessionId)}`, `s:${sessionId}.mac`]) {
        const attacker = app.browser().copyCookies(browser).setCookie(name, forged)
        assert.isNull(await whoIs(attacker))
      }
    }
    assert.equal(await whoIs(browser), 'alice.test')
  })

  test('be another account in the app, by writing their own session into its row', async ({
    assert,
  }) => {
    const app = await start()
    const [alice, mallory] = [await signIn(app), await signIn(app, devnet.accounts[1])]
    await stealRow(app, alice, mallory)
    assert.equal(await whoIs(mallory.browser), 'alice.test')
  })

  test('use the tokens of an account through a session that they wrote into its row', async ({
    assert,
  }) => {
    const app = await start()
    const [alice, mallory] = [await signIn(app), await signIn(app, devnet.accounts[1])]
    await stealRow(app, alice, mallory)
    assert.propertyVal(await mallory.browser.json('/write'), 'reason', 'misconfigured')
  })

  /** Lets the session of one browser point at the row of another. */
  async function stealRow({ db }: TestApp, from: SignedIn, to: SignedIn) {
    await db.from(GRANTS).where('id', to.row.id).delete()
    await db.from(GRANTS).where('id', from.row.id).update({ session_id: to.sessionId })
  }

  test('use the tokens of an account by copying them into their own row', async ({ assert }) => {
    const app = await start()
    const [alice, mallory] = [await signIn(app), await signIn(app, devnet.accounts[1])]
    const { tokens, did, issuer } = alice.row
    await app.db.from(GRANTS).where('id', mallory.row.id).update({ tokens, did, issuer })
    assert.propertyVal(await mallory.browser.json('/write'), 'reason', 'misconfigured')
  })

  test('decrypt the tokens and the DPoP key of every grant, and use them', async ({ assert }) => {
    const app = await start()
    const { row } = await signIn(app)
    const { tokenSet, dpopJwk } = await decrypt(app, row)
    assert.match(tokenSet.access_token, /^eyJ/)
    assert.isString(tokenSet.refresh_token)
    assert.property(dpopJwk, 'd')
    // An app of their own, with the same key and a copy of the row.
    const theirs = await start()
    await theirs.oauth.config.stores.grants.create(row)
    const user = (await theirs.oauth.find(row.sessionId))!
    assert.isTrue((await user.fetch(SESSION)).ok)
  })

  test('act as the account through the app with a cookie, until its browser signs out', async ({
    assert,
  }) => {
    const app = await start()
    const { browser } = await signIn(app)
    const attacker = app.browser().copyCookies(browser)
    assert.isString((await attacker.json('/write')).uri)
  })

  test('find a token or a key in a cookie: it has the ID of a session', async ({ assert }) => {
    const app = await start()
    const { browser, row, sessionId } = await signIn(app)
    const encryption = await app.app.container.make('encryption')
    const { tokenSet, dpopJwk } = await decrypt(app, row)
    const values = [...browser.cookies].map(([name, value]) => {
      const text = decodeURIComponent(value).replace(/^[es]:/, '')
      return JSON.stringify(encryption.decrypt(text, name)) ?? text
    })
    const text = values.join('\n') + Buffer.from(values.join(), 'base64').toString()
    assert.include(text, sessionId)
    for (const secret of [
      tokenSet.access_token,
      tokenSet.refresh_token!,
      (dpopJwk as { d?: string }).d!,
    ]) {
      assert.notInclude(text, secret)
    }
  })

  test('use a cookie after its browser has signed out', async ({ assert }) => {
    const app = await start()
    const { browser } = await signIn(app)
    const attacker = app.browser().copyCookies(browser)
    await browser.fetch('/logout')
    assert.isNull(await whoIs(attacker))
  })

  test('act as an account after all of its sessions were ended', async ({ assert }) => {
    const app = await start()
    const { browser, row } = await signIn(app)
    await app.oauth.endAllSessions(row.did)
    assert.isNull(await whoIs(browser))
  })

  /** Everything that is logged, and every error that the app sees, when what can fail does. */
  async function provokeFailures() {
    const seen: unknown[] = []
    const app = await createApp({
      config: { network: networkOf(devnet) },
      setup: async ({ container }) => {
        const logger = await container.make('logger')
        for (const level of ['debug', 'info', 'warn', 'error'] as const) {
          logger[level] = (...args: any[]) => void seen.push(args)
        }
      },
    })
    const alice = await signIn(app)
    const secrets = [alice.sessionId, ...tokensOf(await decrypt(app, alice.row))]
    const use = async () => {
      const user = await app.oauth.find(alice.sessionId)
      await user?.fetch(SESSION).catch((error) => seen.push(error))
    }
    const { grants } = app.oauth.config.stores
    const saveTokens = grants.saveTokens.bind(grants)
    grants.saveTokens = () => Promise.reject(new Error('The disk is full'))
    await expireAccessToken(app, alice.sessionId)
    await use()
    grants.saveTokens = saveTokens
    await app.oauth.settle()
    secrets.push(...tokensOf(await decrypt(app, await rowOf(app, alice.sessionId))))

    await expireAccessToken(app, alice.sessionId)
    await devnet.pds.stop()
    try {
      await use()
      await app.oauth.end(alice.sessionId)
    } finally {
      await devnet.pds.start()
    }
    return { text: inspect(seen, { depth: 20, showHidden: true }), secrets, row: alice.row }
  }

  const tokensOf = ({ tokenSet, dpopJwk }: NodeSavedSession) => [
    tokenSet.access_token,
    tokenSet.refresh_token!,
    (dpopJwk as { d?: string }).d!,
  ]

  test('see in the log whose session could not be revoked, refreshed or stored, and why', async ({
    assert,
  }) => {
    const { text, row } = await provokeFailures()
    assert.include(text, `Failed to store new tokens of ${row.did}`)
    assert.include(text, 'The disk is full')
    assert.include(text, `Signed out ${row.did} locally; token revocation failed`)
    assert.include(text, 'E_ATPROTO_SESSION_UNAVAILABLE')
  })

  test('find a token, a key, a code or the ID of a session in the log, nor in the errors that the app may print', async ({
    assert,
  }) => {
    const { text, secrets } = await provokeFailures()
    for (const secret of secrets) assert.notInclude(text, secret)
    assert.notMatch(text, SECRETS)
  })

  test('use a callback URL from a log of requests: it works once, and only in the browser that started the sign-in', async ({
    assert,
  }) => {
    const app = await start()
    const [browser, attacker] = [app.browser(), app.browser()]
    await attacker.authorize('bob.test')
    const callback = await devnet.signIn(await browser.authorize('alice.test'), devnet.accounts[0])

    assert.equal((await attacker.fetch(callback)).status, 400)
    assert.equal((await browser.fetch(callback)).status, 200)
    for (const each of [browser, attacker]) assert.equal((await each.fetch(callback)).status, 400)
    assert.isNull(await whoIs(attacker))
  })
})
