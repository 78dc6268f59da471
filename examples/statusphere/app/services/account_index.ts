import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import FeedChanged from '#events/feed_changed'
import Account from '#models/account'
import Status from '#models/status'

/**
 * Makes sure there is a row to hang names and statuses on: nothing says that an account's identity
 * arrives before its records. Writing before reading also takes SQLite's write lock up front.
 */
export async function ensureAccount(did: string, trx: TransactionClientContract) {
  await trx.knexQuery().table('accounts').insert({ did }).onConflict('did').ignore()
}

/**
 * The app's copy of who is who: names, and whether an account is there at all.
 */
export default class AccountIndex {
  /**
   * @param handle checked both ways, or null when the account has none that holds
   */
  async identify(did: string, handle: string | null): Promise<void> {
    await this.#update(did, async (account, trx) => {
      account.handle = handle
      if (handle) {
        const former = Account.query({ client: trx }).where('handle', handle).whereNot('did', did)
        await former.update({ handle: null })
      }
    })
  }

  async setStanding(did: string, standing: { isActive: boolean; status: string }): Promise<void> {
    await this.#update(did, async (account) => {
      account.merge(standing)
    })
  }

  /**
   * Older news than what is shown is left aside.
   */
  async setDisplayName(did: string, displayName: string | null, rev: string): Promise<void> {
    await this.#update(did, async (account) => {
      if (rev > account.profileRev) account.merge({ displayName, profileRev: rev })
    })
  }

  /**
   * Forgets everything but that the account is gone.
   */
  async erase(did: string): Promise<void> {
    await this.#update(did, async (account, trx) => {
      await Status.query({ client: trx }).where('did', did).delete()
      account.merge({ handle: null, displayName: null, isActive: false, status: 'deleted' })
    })
  }

  async #update(
    did: string,
    change: (account: Account, trx: TransactionClientContract) => Promise<void>
  ): Promise<void> {
    const isNews = await db.transaction(async (trx) => {
      await ensureAccount(did, trx)
      const account = await Account.findOrFail(did, { client: trx })
      await change(account, trx)

      const changed = account.$isDirty
      await account.save()
      return changed
    })

    if (isNews) await FeedChanged.dispatch(did)
  }
}
