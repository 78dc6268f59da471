import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { captureLog, createApp, networkOf, shareDevnet, type TestAppOptions } from './helpers.js'

const STATES = 'atproto_oauth_states'

test.group('Sign in | states', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = (options: TestAppOptions = {}) =>
    createApp({ ...options, config: { network: networkOf(devnet) } })

  test('store no state when the server rejects the request', async ({ assert }) => {
    const { browser, db } = await start()
    devnet.faults.refuseClient('invalid_client', { on: 'par' })

    assert.equal((await browser().fetch('/login?input=alice.test')).status, 502)

    assert.lengthOf(await db.from(STATES), 0)
  })

  test('sign in when pruning expired states fails', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { app, browser, oauth } = await start()
    const logged = await captureLog(app, 'warn')
    const busy = new Error('The database is locked')
    oauth.config.stores.states.prune = () => Promise.reject(busy)

    assert.propertyVal(await browser().signIn(devnet, alice), 'did', alice.did)

    assert.deepEqual(logged, [[{ err: busy }, 'Failed to prune sign-ins that were started']])
  })

  test('keep the ten newest pending sign-ins of a browser', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser, db } = await start()
    const [patient, busy] = [browser(), browser()]
    const callback = await devnet.signIn(await patient.authorize('alice.test'), alice)
    const first = await devnet.signIn(await busy.authorize('alice.test'), alice)
    for (let count = 0; count < 10; count++) await busy.authorize(devnet.pds.url)

    assert.lengthOf(await db.from(STATES), 11)
    assert.equal((await busy.fetch(first)).status, 400)
    assert.propertyVal(await patient.json(callback), 'did', alice.did)
  })

  test('keep the hundred newest pending sign-ins of an address', async ({ assert }) => {
    const { oauth, db } = await start()
    const begin = (browser: string, address: string) =>
      oauth.startSignIn(devnet.pds.url, { browser, address })
    await begin('somebody', '2001:db8:0:2::1')
    await begin('somebody in IPv4', '203.0.113.7')

    for (let count = 0; count < 105; count++) await begin(`${count}`, `2001:db8:0:1::${count}`)

    assert.lengthOf(await db.from(STATES), 102)
    const addresses = await db.from(STATES).countDistinct('address as count').first()
    assert.equal(addresses.count, 3)
  })

  test('treat an IPv4-mapped IPv6 address as IPv4', async ({ assert }) => {
    const { oauth, db } = await start()
    for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '203.0.113.8']) {
      await oauth.startSignIn(devnet.pds.url, { browser: 'a', address })
    }

    const addresses = await db.from(STATES).countDistinct('address as count').first()
    assert.equal(addresses.count, 2)
  })
})
