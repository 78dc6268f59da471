import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import type { IdentityEvent } from 'adonisjs-atproto-tap'
import AccountIndexer from '#indexers/account_indexer'
import Account from '#models/account'
import { devnet } from '#tests/environment'

/**
 * Delivers the event that a real Tap server sends on a local network, where it can't verify `.test`
 * handles.
 */
async function indexIdentityOf(account: DevnetAccount, handle = 'handle.invalid') {
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
  test('find the handle when Tap could not verify it', async ({ assert }) => {
    const account = await devnet().createAccount()
    const { handle, identity, slug } = await indexIdentityOf(account)
    assert.deepEqual(
      { handle, identity, slug },
      { handle: account.handle, identity: `@${account.handle}`, slug: account.handle }
    )
  })

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

  test('remove a handle from its former account when another account has it', async ({
    assert,
  }) => {
    const former = await devnet().createAccount()
    const holder = await devnet().createAccount()
    await indexIdentityOf(former, 'shared.example.com')
    await indexIdentityOf(holder, 'shared.example.com')

    assert.isNull((await Account.findOrFail(former.did)).handle)
    assert.equal((await Account.findOrFail(holder.did)).handle, 'shared.example.com')
  })
})
