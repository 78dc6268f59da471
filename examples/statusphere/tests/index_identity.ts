import app from '@adonisjs/core/services/app'
import type { IdentityEvent } from 'adonisjs-atproto-tap'
import AccountIndexer from '#indexers/account_indexer'
import Account from '#models/account'

/**
 * Delivers the event that a real Tap server sends on a local network, where it can't verify `.test`
 * handles.
 */
export async function indexIdentityOf(account: { did: string }, handle = 'handle.invalid') {
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
