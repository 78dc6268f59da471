import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import type { GrantRow } from '../src/types.js'
import { createApp, expireAccessToken, networkOf, shareDevnet, type TestApp } from './helpers.js'

const SESSION = '/xrpc/com.atproto.server.getSession'
const HOUR = 60 * 60 * 1000

test.group('Grants', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = () => createApp({ config: { network: networkOf(devnet) } })

  async function signIn(app: TestApp, background = false) {
    const [alice] = devnet.accounts
    const browser = app.browser()
    const url = await browser.authorize('alice.test', background ? { background: 'true' } : {})
    await browser.json(await devnet.signIn(url, alice))
    const { sessionId } = await browser.json('/me')
    const { grantId } = (await app.oauth.find(sessionId))!
    await app.oauth.settle()
    return { browser, sessionId: sessionId as string, grantId }
  }

  test('keep a background grant when its browser signs out', async ({ assert }) => {
    const app = await start()
    const { browser, sessionId, grantId } = await signIn(app, true)
    await expireAccessToken(app, sessionId)
    await browser.fetch('/logout')

    assert.isNull((await browser.json('/me')).user)
    const user = (await app.oauth.findGrant(grantId))!
    assert.isNull(user.sessionId)
    assert.isTrue((await user.fetch(SESSION)).ok)

    const revoked = devnet.faults.watch('revocation').nextHit()
    await app.oauth.endSession(grantId)
    await revoked
    assert.isNull(await app.oauth.findGrant(grantId))
  })

  test('replace the background grant of an account with its next one', async ({ assert }) => {
    const app = await start()
    const first = await signIn(app, true)
    await first.browser.fetch('/logout')
    const held = await signIn(app, true)
    assert.isNull(await app.oauth.findGrant(first.grantId))

    const last = await signIn(app, true)
    const { grants } = app.oauth.config.stores
    // A browser holds it, and keeps it until it signs out.
    assert.isFalse((await grants.find(held.grantId))!.isBackground)
    assert.isTrue((await grants.find(last.grantId))!.isBackground)
    await held.browser.fetch('/logout')
    assert.isNull(await app.oauth.findGrant(held.grantId))
  })

  test('end every grant of an account, and sign all its browsers out', async ({ assert }) => {
    const app = await start()
    const [first, second] = [await signIn(app), await signIn(app, true)]
    const watch = devnet.faults.watch('revocation')

    await app.oauth.endAllSessions(devnet.accounts[0].did)

    for (const { browser } of [first, second]) assert.isNull((await browser.json('/me')).user)
    assert.lengthOf(
      watch.statuses.filter((status) => status === 200),
      2
    )
  })

  test('revoke the tokens of a refresh that ends during {$self}')
    .with(['a sign-out', 'the end of all grants'])
    .run(async ({ assert }, kind) => {
      const app = await start()
      await devnet.faults.revoke(devnet.accounts[0])
      const { sessionId, grantId } = await signIn(app)
      const user = (await app.oauth.find(sessionId))!
      await expireAccessToken(app, sessionId)
      const { grants } = app.oauth.config.stores
      const remove = grants.delete.bind(grants)
      let refreshed: GrantRow
      grants.delete = async (...args) => {
        grants.delete = remove
        assert.isTrue((await user.fetch(SESSION)).ok)
        refreshed = (await grants.find(grantId))!
        return remove(...args)
      }

      await (kind === 'a sign-out' ? app.oauth.end(sessionId) : app.oauth.endAllSessions(user.did))

      assert.equal(refreshed!.version, 2)
      assert.isNull(await grants.find(grantId))
      assert.equal(await devnet.faults.revoke(devnet.accounts[0]), 0)
    })

  test('write the last use once per tenth of the life of a browser session', async ({ assert }) => {
    const app = await start()
    const { browser, grantId } = await signIn(app)
    const { grants } = app.oauth.config.stores
    assert.equal(app.oauth.config.sessionLifetime, 2 * HOUR)
    const update = grants.update.bind(grants)
    let writes = 0
    grants.update = (...args) => {
      writes++
      return update(...args)
    }

    for (let used = 0; used < 5; used++) await browser.json('/me')
    assert.equal(writes, 0)
    await update(grantId, { lastUsedAt: Date.now() - HOUR / 4 })
    for (let used = 0; used < 5; used++) {
      await browser.json('/me')
      await until(() => writes === 1)
    }
    assert.closeTo((await grants.find(grantId))!.lastUsedAt, Date.now(), 60_000)
  })

  test('end a grant whose browser session has expired, at the server too', async ({ assert }) => {
    const app = await start()
    const [idle, used] = [await signIn(app), await signIn(app)]
    const background = await signIn(app, true)
    const { grants } = app.oauth.config.stores
    await grants.update(idle.grantId, { lastUsedAt: Date.now() - 3 * HOUR })
    await grants.update(used.grantId, { lastUsedAt: Date.now() - 2 * HOUR })
    await grants.update(background.grantId, { lastUsedAt: 0 })
    const watch = devnet.faults.watch('revocation')

    await signIn(app)

    assert.isNull(await grants.find(idle.grantId))
    assert.isNotNull(await grants.find(used.grantId))
    assert.isNotNull(await grants.find(background.grantId))
    assert.include(watch.statuses, 200)
  })

  test('complete a sign-in although the previous session can not be ended', async ({ assert }) => {
    const app = await start()
    const { browser } = await signIn(app)
    const { grants } = app.oauth.config.stores
    grants.delete = () => Promise.reject(new Error('The disk is full'))

    const [, bob] = devnet.accounts
    assert.propertyVal(await browser.signIn(devnet, bob), 'did', bob.did)
    assert.equal((await browser.json('/me')).user.did, bob.did)
  })
})
