import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { createApp, networkOf, shareDevnet } from './helpers.js'

const MESSAGE =
  'You signed in with another account than the one you entered. Please try again, and choose that account'

test.group('Sign in | expected account', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = () => createApp({ config: { network: networkOf(devnet) } })

  test('throw when another account signs in than the one entered as {$self}')
    .with(['handle', 'did'] as const)
    .run(async ({ assert }, kind) => {
      const [alice, bob] = devnet.accounts
      const { browser, db } = await start()
      const firefox = browser()
      const url = await firefox.authorize(alice[kind])

      const response = await firefox.fetch(await devnet.signIn(url, bob))

      assert.equal(response.status, 403)
      assert.deepEqual(await response.json(), {
        errors: [{ code: 'E_ATPROTO_ACCOUNT_MISMATCH', message: MESSAGE }],
      })
      assert.isNull((await firefox.json('/me')).user)
      assert.lengthOf(await db.from('atproto_oauth_states'), 0)
      assert.equal(await devnet.faults.revoke(bob), 0)
    })

  test('accept any account when a server address was entered', async ({ assert }) => {
    const { browser } = await start()
    const firefox = browser()
    for (const account of devnet.accounts.slice(0, 2)) {
      const url = await firefox.authorize(devnet.pds.url)
      const body = await firefox.json(await devnet.signIn(url, account))
      assert.equal(body.did, account.did)
    }
  })

  test('throw when the handle moves to another account during the sign-in', async ({ assert }) => {
    const [alice, bob] = devnet.accounts
    const { browser } = await start()
    const firefox = browser()
    const url = await firefox.authorize('alice.test')
    devnet.faults.moveHandle('alice', bob)

    const body = await firefox.json(await devnet.signIn(url, alice))

    assert.equal(body.did, alice.did)
    assert.isUndefined(body.handle)
  })
})
