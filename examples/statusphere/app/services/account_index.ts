import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { deleteAccount } from 'adonisjs-atproto-tap/lucid'
import FeedChanged from '#events/feed_changed'
import Account from '#models/account'
import ScheduledStatus from '#models/scheduled_status'
import Status from '#models/status'

/**
 * Creates the rows of accounts that have none, because records can arrive before an account's first
 * identity event. Locks the rows until the transaction ends, so that another process that changes
 * the same account sees what this one has written. SQLite has only one writer at a time anyway.
 */
export async function lockAccounts(dids: string[], trx: TransactionClientContract) {
  // Always in the same order, so that two processes never wait for each other.
  const rows = dids.toSorted().map((did) => ({ did }))
  await trx.knexQuery().table('accounts').insert(rows).onConflict('did').ignore()
  const locked = trx.knexQuery().from('accounts').whereIn('did', dids).orderBy('did')
  await locked.forUpdate().select('did')
}

/**
 * The app's copy of all accounts: their names, and whether they are active.
 */
export default class AccountIndex {
  /**
   * @param handle the verified handle, or null when the account has none
   */
  async setHandle(did: string, handle: string | null): Promise<void> {
    await this.#update(did, async (account, trx) => {
      account.handle = handle
      if (handle) {
        const former = Account.query({ client: trx }).where('handle', handle).whereNot('did', did)
        await former.update({ handle: null })
      }
    })
  }

  async setActive(did: string, isActive: boolean): Promise<void> {
    await this.#update(did, async (account) => {
      account.merge({ isActive })
    })
  }

  /**
   * Ignores a profile that is older than the stored one.
   */
  async setDisplayName(did: string, displayName: string | null, rev: string): Promise<void> {
    await this.#update(did, async (account) => {
      if (rev > account.profileRev) account.merge({ displayName, profileRev: rev })
    })
  }

  /**
   * Deletes the account's statuses, scheduled statuses and names. Its row stays, so that late
   * events of its records are ignored.
   */
  async delete(did: string): Promise<void> {
    await this.#update(did, async (account, client) => {
      await deleteAccount(Status, did, { client })
      await ScheduledStatus.query({ client }).where({ did }).delete()
      account.merge({ handle: null, displayName: null, isActive: false })
    })
  }

  async #update(
    did: string,
    change: (account: Account, trx: TransactionClientContract) => Promise<void>
  ): Promise<void> {
    const hasChanged = await db.transaction(async (trx) => {
      await lockAccounts([did], trx)
      const account = await Account.findOrFail(did, { client: trx })
      await change(account, trx)

      const isDirty = account.$isDirty
      await account.save()
      return isDirty
    })

    if (hasChanged) await FeedChanged.dispatch([did])
  }
}
