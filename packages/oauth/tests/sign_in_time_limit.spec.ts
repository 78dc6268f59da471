import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { createApp, networkOf, shareDevnet } from './helpers.js'

/** No single request takes too long, but all of them together do. */
const SLOW = 600
const TIMEOUT = 1_000

test.group('Sign in | time limit', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = () => createApp({ config: { network: { ...networkOf(devnet), timeout: TIMEOUT } } })

  test('time out before the request to the server, and store nothing', async ({ assert }) => {
    const { browser, db } = await start()
    devnet.faults.slow(SLOW, { on: ['pds', 'plc'] })

    const response = await browser().fetch('/login?input=alice.test')

    assert.equal(response.status, 503)
    await devnet.faults.restoreAll()
    assert.propertyVal(await browser().signIn(devnet, devnet.accounts[0]), 'handle', 'alice.test')
    assert.lengthOf(await db.from('atproto_oauth_states'), 0)
  })

  test('time out at the callback, and revoke tokens that arrive later', async ({ assert }) => {
    const [, bob] = devnet.accounts
    const { browser, db } = await start()
    const firefox = browser()
    const callback = await devnet.signIn(await firefox.authorize('bob.test'), bob)
    const revoked = devnet.faults.watch('revocation').nextHit()
    devnet.faults.slow(SLOW, { on: ['token', 'metadata', 'plc', 'resolveHandle'] })

    const response = await firefox.fetch(callback)

    assert.equal(response.status, 503)
    await revoked
    assert.lengthOf(await db.from('atproto_oauth_grants'), 0)
  })

  test('complete the sign-in when the handle can not be verified in time', async ({ assert }) => {
    const [alice] = devnet.accounts
    const app = await start()
    const firefox = app.browser()
    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice)
    const silent = devnet.faults.silent({ on: 'resolveHandle' })
    // The library looks the account up as well; only our verification of the handle is slow.
    const startedAt = performance.now()

    const body = await firefox.json(callback)

    assert.equal(body.did, alice.did)
    assert.isUndefined(body.handle)
    assert.isBelow(performance.now() - startedAt, 2_000)
    assert.isAbove(silent.hits, 0)
    await silent.restore()
    await app.oauth.settle()
  })
})
