import { test } from '@japa/runner'
import Account from '#models/account'
import { devnet } from '#tests/environment'
import { indexIdentityOf } from '#tests/index_identity'

test.group('Accounts', () => {
  test('show no handle when it does not resolve to the account', async ({ assert }) => {
    const account = await devnet().createAccount()
    await indexIdentityOf(account)
    await account.delete()

    const { handle, identity, slug } = await indexIdentityOf(account)
    assert.isNull(handle)
    assert.equal(slug, account.did)
    assert.equal(identity, `${account.did.slice(0, 14)}…${account.did.slice(-5)}`)
  })

  test('keep the handle while it can not be checked', async ({ assert }) => {
    const account = await devnet().createAccount()
    await indexIdentityOf(account)

    const down = devnet().faults.respond(503, {}, { on: 'resolveHandle' })
    await assert.rejects(
      () => indexIdentityOf(account),
      `The handle of ${account.did} can't be checked right now`
    )
    assert.equal((await Account.findOrFail(account.did)).handle, account.handle)

    await down.restore()
    assert.equal((await indexIdentityOf(account)).handle, account.handle)
  })
})
