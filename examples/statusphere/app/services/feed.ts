import db from '@adonisjs/lucid/services/db'
import Account from '#models/account'
import Status from '#models/status'

const PER_PAGE = 20
const TOP = 9

/**
 * The queries of the pages. Inactive accounts keep their rows, because they may become active
 * again, but are not shown.
 */
export default class Feed {
  latest(page: number) {
    return this.#visible().paginate(page, PER_PAGE)
  }

  of(account: Account, page: number) {
    return this.#visible().where('statuses.did', account.did).paginate(page, PER_PAGE)
  }

  async currentOf(did: string): Promise<Status | null> {
    return Status.query().where({ did, isCurrent: true }).first()
  }

  /**
   * The most common current statuses, the most common first.
   */
  async top(): Promise<{ emoji: string; count: number }[]> {
    return db
      .from('statuses')
      .join('accounts', 'accounts.did', 'statuses.did')
      .where('accounts.is_active', true)
      .where('statuses.is_current', true)
      .groupBy('emoji')
      .orderBy([
        { column: 'count', order: 'desc' },
        { column: 'emoji', order: 'asc' },
      ])
      .limit(TOP)
      .select('emoji')
      .count('* as count')
  }

  #visible() {
    return Status.query()
      .where('isDeleted', false)
      .whereHas('account', (account) => account.where('isActive', true))
      .orderBy([
        { column: 'postedAt', order: 'desc' },
        { column: 'uri', order: 'desc' },
      ])
      .preload('account')
  }
}
