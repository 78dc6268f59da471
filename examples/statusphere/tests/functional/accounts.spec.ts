import { test } from '@japa/runner'
import Account from '#models/account'
import { fake, fakeServers } from '#tests/fake'
import { indexIdentityOf } from '#tests/index_identity'

test.group('Accounts', (group) => {
  group.each.setup(fakeServers)

  test('find the handle when Tap could not verify it', async ({ assert }) => {
    const account = await fake().createAccount()
    const { handle, identity, slug } = await indexIdentityOf(account)
    assert.deepEqual(
      { handle, identity, slug },
      { handle: account.handle, identity: `@${account.handle}`, slug: account.handle }
    )
  })

  test('remove a handle from its former account when another account has it', async ({
    assert,
  }) => {
    const former = await fake().createAccount()
    const holder = await fake().createAccount()
    await indexIdentityOf(former, 'shared.example.com')
    await indexIdentityOf(holder, 'shared.example.com')

    assert.isNull((await Account.findOrFail(former.did)).handle)
    assert.equal((await Account.findOrFail(holder.did)).handle, 'shared.example.com')
  })
})
