import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import type { IdentityEvent } from 'adonisjs-atproto-tap'
import AccountIndexer from '#indexers/account_indexer'
import Account from '#models/account'
import { devnet } from '#tests/environment'

/**
 * What a real Tap server says of an account on a local network: it can't check `.test` handles.
 */
async function hearOf(account: DevnetAccount, handle = 'handle.invalid') {
  const indexer = await app.container.make(AccountIndexer)
  const did = account.did as IdentityEvent['did']
  await indexer.handle({
    type: 'identity',
    did,
    handle,
    isActive: true,
    status: 'active',
  } as IdentityEvent)
  return Account.findOrFail(account.did)
}

test.group('Accounts', () => {
  test('find the handle that Tap could not check', async ({ assert }) => {
    const account = await devnet().createAccount()
    const { handle, name, slug } = await hearOf(account)
    assert.deepEqual(
      { handle, name, slug },
      { handle: account.handle, name: account.handle, slug: account.handle }
    )
  })

  test('believe no handle that does not lead back to the account', async ({ assert }) => {
    const account = await devnet().createAccount()
    await hearOf(account)
    await account.delete()

    const { handle, name, slug } = await hearOf(account)
    assert.deepEqual(
      { handle, name, slug },
      { handle: null, name: `Account …${account.did.slice(-5)}`, slug: account.did }
    )
  })

  test('give a handle to whom it belongs now', async ({ assert }) => {
    const former = await devnet().createAccount()
    const holder = await devnet().createAccount()
    await hearOf(former, 'shared.example.com')
    await hearOf(holder, 'shared.example.com')

    assert.isNull((await Account.findOrFail(former.did)).handle)
    assert.equal((await Account.findOrFail(holder.did)).handle, 'shared.example.com')
  })
})
