import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { Vault } from '../src/vault.js'
import {
  captureLog,
  createApp,
  encryptionWithAnotherKey,
  networkOf,
  shareDevnet,
} from './helpers.js'

/** What is wrong on the way to a first sign-in, as a newcomer reads it. */
test.group('Setup errors', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  test('name the command that creates the tables', async ({ assert }) => {
    const { browser } = await createApp({
      config: { network: networkOf(devnet) },
      isMigrated: true,
    })
    const response = await browser().fetch('/login?input=alice.test')
    assert.equal(response.status, 500)
    assert.include(
      await response.text(),
      'The table \\"atproto_oauth_states\\" does not exist. Create it with \\"node ace migration:run\\"'
    )
  })

  test('name the command that adds the variables of the local network', async ({ assert }) => {
    const { browser } = await createApp({
      config: { network: { timeout: 2_000, plcUrl: devnet.env.ATPROTO_PLC_URL } },
    })
    const response = await browser().fetch('/login?input=@alice.test')
    assert.equal(response.status, 422)
    assert.deepEqual(await response.json(), {
      errors: [
        {
          code: 'E_ATPROTO_ACCOUNT_NOT_FOUND',
          message:
            'Only a network on your machine has accounts like "@alice.test". Run "npx atproto-devnet --write-env .env" and restart the app',
        },
      ],
    })
  })

  test('log once that sessions were encrypted with another app key', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const stranger = new Vault(encryptionWithAnotherKey())
    const row = await app.createGrant({ lastUsedAt: Date.now() - 1000 })
    await app.db
      .from('atproto_oauth_grants')
      .where('id', row.id)
      .update({ tokens: stranger.seal('grant', row.id, { some: 'tokens' }) })
    const warnings = await captureLog(app.app, 'warn')

    await app.browser().signIn(devnet, devnet.accounts[0])
    await until(() => warnings.length > 0)
    await app.browser().signIn(devnet, devnet.accounts[1])
    await app.oauth.settle()
    assert.deepEqual(warnings, [
      [
        "Stored sessions can't be decrypted: APP_KEY is not the one they were encrypted with, so their browsers are signed out. Restore the former APP_KEY to sign them in again",
      ],
    ])
  })
})
