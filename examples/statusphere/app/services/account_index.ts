import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import FeedChanged from '#events/feed_changed'
import Account from '#models/account'
import Status from '#models/status'

/**
 * Creates the account's row unless it exists, because records can arrive before the account's first
 * identity event. Writing before reading also takes SQLite's write lock at the start.
 */
export async function ensureAccount(did: string, trx: TransactionClientContract) {
  await trx.knexQuery().table('accounts').insert({ did }).onConflict('did').ignore()
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
      account.merge({ isActive, isDeleted: false })
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
   * Deletes the account's statuses and names, and keeps its row.
   */
  async delete(did: string): Promise<void> {
    await this.#update(did, async (account, trx) => {
      await Status.query({ client: trx }).where('did', did).delete()
      account.merge({ handle: null, displayName: null, isActive: false, isDeleted: true })
    })
  }

  async #update(
    did: string,
    change: (account: Account, trx: TransactionClientContract) => Promise<void>
  ): Promise<void> {
    const hasChanged = await db.transaction(async (trx) => {
      await ensureAccount(did, trx)
      const account = await Account.findOrFail(did, { client: trx })
      await change(account, trx)

      const isDirty = account.$isDirty
      await account.save()
      return isDirty
    })

    if (hasChanged) await FeedChanged.dispatch(did)
  }
}
