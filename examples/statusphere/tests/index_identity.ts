import app from '@adonisjs/core/services/app'
import { tapEvents } from 'adonisjs-atproto-tap/testing'
import AccountIndexer from '#indexers/account_indexer'
import Account from '#models/account'

/**
 * Delivers the event that a real Tap server sends on a local network, where it can't verify `.test`
 * handles.
 */
export async function indexIdentityOf({ did }: { did: string }, handle = 'handle.invalid') {
  const indexer = await app.container.make(AccountIndexer)
  await indexer.handle(tapEvents.identity({ did, handle }))
  return Account.findOrFail(did)
}
