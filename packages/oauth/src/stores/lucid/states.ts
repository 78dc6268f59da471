import type { StateRow, StateStore } from '../../types.js'
import type { Database } from './database.js'
import type { QueryBuilder } from './types.js'

export const STATES_TABLE = 'atproto_oauth_states'

/** Every sign-in trims, so there are few to delete. */
const TRIM_AT_ONCE = 500

/**
 * Stores sign-ins that were started in the app's database.
 */
export class LucidStateStore implements StateStore {
  #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async create({ expiresAt, ...row }: StateRow) {
    await this.#run((query) => query.insert({ ...row, expires_at: expiresAt }))
  }

  async find(id: string): Promise<StateRow | null> {
    const [row] = await this.#run<any[]>((query) => query.where('id', id).limit(1).select('*'))
    if (!row) return null
    const { expires_at: expiresAt, data, browser, address } = row
    return { id, data, browser, address, expiresAt: Number(expiresAt) }
  }

  async delete(id: string) {
    return (await this.#run<number>((query) => query.where('id', id).delete())) > 0
  }

  async trim(column: 'browser' | 'address', value: string, keep: number) {
    // Two queries: MySQL has no limit inside a subquery, and deletes from no table that it reads.
    const surplus = await this.#run<{ id: string }[]>((query) =>
      query
        .where(column, value)
        .orderBy('expires_at', 'desc')
        .offset(keep)
        .limit(TRIM_AT_ONCE)
        .select('id')
    )
    if (surplus.length === 0) return
    const ids = surplus.map(({ id }) => id)
    await this.#run((query) => query.whereIn('id', ids).delete())
  }

  async prune(now: number) {
    return this.#run<number>((query) => query.where('expires_at', '<', now).delete())
  }

  #run<T>(build: (query: QueryBuilder) => PromiseLike<T>): Promise<T> {
    return this.#database.run(STATES_TABLE, build)
  }
}
