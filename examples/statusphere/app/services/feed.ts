import db from '@adonisjs/lucid/services/db'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import Account from '#models/account'
import Status from '#models/status'

const PER_PAGE = 20
const TOP = 9

type StatusQuery = ModelQueryBuilderContract<typeof Status>

export interface StatusPage {
  statuses: Status[]
  number: number
  hasMore: boolean
}

/**
 * The queries of the pages. Inactive accounts keep their rows, because they may become active
 * again, but are not shown.
 */
export default class Feed {
  /**
   * The current statuses of all accounts, the latest first. Earlier ones are on the account's page,
   * so that nobody can fill the feed alone.
   */
  async latest(page: number): Promise<StatusPage> {
    const query = Status.query()
      .where('isCurrent', true)
      .whereHas('account', (account) => account.where('isActive', true))
    return this.#pageOf(query, page)
  }

  async of(account: Account, page: number): Promise<StatusPage> {
    return this.#pageOf(Status.query().where('did', account.did), page)
  }

  /**
   * Finds an active account by its DID or handle.
   */
  async account(actor: string): Promise<Account | null> {
    return Account.query()
      .where((query) => query.where('did', actor).orWhere('handle', actor))
      .where('isActive', true)
      .first()
  }

  async currentOf(did: string): Promise<Status | null> {
    return Status.query().where({ did, isCurrent: true }).first()
  }

  /**
   * The most common current statuses, the most common first.
   */
  async top(): Promise<{ emoji: string; count: number }[]> {
    const rows = await db
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
    // PostgreSQL returns it as text.
    return rows.map(({ emoji, count }) => ({ emoji, count: Number(count) }))
  }

  /**
   * Requests one more row than fits on a page, instead of counting all rows.
   */
  async #pageOf(query: StatusQuery, number: number): Promise<StatusPage> {
    const found = await query
      .orderBy([
        { column: 'postedAt', order: 'desc' },
        { column: 'uri', order: 'desc' },
      ])
      .preload('account')
      .offset((number - 1) * PER_PAGE)
      .limit(PER_PAGE + 1)
    return { statuses: found.slice(0, PER_PAGE), number, hasMore: found.length > PER_PAGE }
  }
}
