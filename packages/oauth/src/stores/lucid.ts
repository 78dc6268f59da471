import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { SessionChanges, SessionRow, SessionStore, StateRow, StateStore } from '../types.js'

export const SESSIONS_TABLE = 'atproto_oauth_sessions'
export const STATES_TABLE = 'atproto_oauth_states'

/** Every sign-in trims, so there are few to delete. */
const TRIM_AT_ONCE = 500

/**
 * Called for each query: a connection that was closed and reopened can be used again.
 */
export type Connect = () => QueryClientContract

/** Lucid returns a count as a number or as a list of one, depending on the database. */
function hasAffected(result: unknown) {
  return Number(Array.isArray(result) ? result[0] : result) > 0
}

/**
 * Stores sessions in the app's database.
 */
export class LucidSessionStore implements SessionStore {
  #connect: Connect

  constructor(connect: Connect) {
    this.#connect = connect
  }

  async create(row: SessionRow) {
    await this.#connect().insertQuery().table(SESSIONS_TABLE).insert({
      id: row.id,
      did: row.did,
      handle: row.handle,
      tokens: row.tokens,
      created_at: row.createdAt,
      updated_at: row.updatedAt,
    })
  }

  async find(id: string): Promise<SessionRow | null> {
    const row = await this.#query().where('id', id).first()
    return (
      row && {
        id: row.id,
        did: row.did,
        handle: row.handle,
        tokens: row.tokens,
        // PostgreSQL returns big integers as strings.
        createdAt: Number(row.created_at),
        updatedAt: Number(row.updated_at),
      }
    )
  }

  async update(id: string, { tokens, handle, updatedAt }: SessionChanges) {
    const columns = Object.entries({ tokens, handle, updated_at: updatedAt }).filter(
      ([, value]) => value !== undefined
    )
    return hasAffected(await this.#query().where('id', id).update(Object.fromEntries(columns)))
  }

  async delete(id: string) {
    return hasAffected(await this.#query().where('id', id).del())
  }

  async lock(id: string, owner: string, now: number, until: number) {
    const result = await this.#query()
      .where('id', id)
      .where((query) => {
        query
          .whereNull('lock_owner')
          .orWhere('lock_owner', owner)
          .orWhere('lock_expires_at', '<', now)
      })
      .update({ lock_owner: owner, lock_expires_at: until })
    return hasAffected(result)
  }

  async unlock(id: string, owner: string) {
    await this.#query()
      .where('id', id)
      .where('lock_owner', owner)
      .update({ lock_owner: null, lock_expires_at: null })
  }

  async prune(updatedBefore: number) {
    await this.#query().where('updated_at', '<', updatedBefore).del()
  }

  #query() {
    return this.#connect().query().from(SESSIONS_TABLE)
  }
}

/**
 * Stores sign-ins that were started in the app's database.
 */
export class LucidStateStore implements StateStore {
  #connect: Connect

  constructor(connect: Connect) {
    this.#connect = connect
  }

  async create(row: StateRow) {
    await this.#connect().insertQuery().table(STATES_TABLE).insert({
      id: row.id,
      data: row.data,
      browser: row.browser,
      address: row.address,
      expires_at: row.expiresAt,
    })
  }

  async find(id: string): Promise<StateRow | null> {
    const row = await this.#query().where('id', id).first()
    return (
      row && {
        id: row.id,
        data: row.data,
        browser: row.browser,
        address: row.address,
        expiresAt: Number(row.expires_at),
      }
    )
  }

  async delete(id: string) {
    return hasAffected(await this.#query().where('id', id).del())
  }

  async trim(column: 'browser' | 'address', value: string, keep: number) {
    // Two queries: MySQL has no limit inside a subquery, and deletes from no table that it reads.
    const surplus = await this.#query()
      .select('id')
      .where(column, value)
      .orderBy('expires_at', 'desc')
      .offset(keep)
      .limit(TRIM_AT_ONCE)
    if (surplus.length === 0) return
    await this.#query()
      .whereIn(
        'id',
        surplus.map(({ id }) => id)
      )
      .del()
  }

  async prune(now: number) {
    await this.#query().where('expires_at', '<', now).del()
  }

  #query() {
    return this.#connect().query().from(STATES_TABLE)
  }
}
