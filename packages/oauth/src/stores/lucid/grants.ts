import type {
  GrantChanges,
  GrantInfo,
  GrantPage,
  GrantRow,
  GrantStore,
  GrantTokens,
} from '../../types.js'
import type { Database } from './database.js'
import { INFO_COLUMNS, toColumns, toInfo, toRow } from './grant_columns.js'
import type { QueryBuilder } from './types.js'

export const GRANTS_TABLE = 'atproto_oauth_grants'

const DELETED_AT_ONCE = 100

const NO_LEASE = { lock_owner: null, lock_expires_at: null }

/**
 * Stores grants in the app's database.
 */
export class LucidGrantStore implements GrantStore {
  #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async create(row: GrantRow) {
    await this.#run((query) => query.insert(toColumns(row)))
  }

  async find(id: string) {
    const [row] = await this.#select((query) => query.where('id', id).limit(1))
    return row ?? null
  }

  async findBySession(sessionId: string): Promise<GrantInfo | null> {
    const [row] = await this.#run<Record<string, unknown>[]>((query) =>
      query.where('session_id', sessionId).limit(1).select(INFO_COLUMNS)
    )
    return row ? toInfo({ ...row, session_id: sessionId }) : null
  }

  now() {
    return this.#database.now()
  }

  async countByKey() {
    const rows = await this.#run<{ key_id: string | null; count: number | string }[]>((query) =>
      query.groupBy('key_id').select('key_id').count('* as count')
    )
    return rows.map(({ key_id: keyId, count }) => ({ keyId, count: Number(count) }))
  }

  async findByDid(did: string, { cursor = '', limit = 100 } = {}): Promise<GrantPage> {
    const rows = await this.#select((query) =>
      query
        .where('did', did)
        .where('id', '>', cursor)
        .orderBy('id')
        .limit(limit + 1)
    )
    const page = rows.slice(0, limit)
    return { rows: page, cursor: rows.length > limit ? page.at(-1)!.id : null }
  }

  findIdle(usedBefore: number, limit: number) {
    return this.#select((query) =>
      query.where('last_used_at', '<', usedBefore).where('is_background', false).limit(limit)
    )
  }

  async update(id: string, changes: GrantChanges) {
    return this.#affects((query) => query.where('id', id).update(toColumns(changes)))
  }

  async saveTokens(id: string, version: number, tokens: GrantTokens) {
    const changes = { ...toColumns(tokens), version: version + 1, sent_version: null, ...NO_LEASE }
    return this.#affects((query) => query.where({ id, version }).update(changes))
  }

  async delete(
    id: string,
    { version, usedBefore }: { version?: number; usedBefore?: number } = {}
  ) {
    return this.#affects((query) => {
      query.where('id', id)
      if (version !== undefined) query.where('version', version)
      if (usedBefore !== undefined) query.where('last_used_at', '<', usedBefore)
      return query.delete()
    })
  }

  async deleteByDid(did: string) {
    const deleted: GrantRow[] = []
    // Not all databases return deleted rows, so a row is deleted in the version that was read.
    for (;;) {
      const rows = await this.#select((query) => query.where('did', did).limit(DELETED_AT_ONCE))
      if (rows.length === 0) return deleted
      for (const row of rows) {
        if (await this.delete(row.id, { version: row.version })) deleted.push(row)
      }
    }
  }

  async lock(id: string, owner: string, ttl: number, version: number) {
    const { clock } = this.#database
    return this.#affects((query) =>
      query
        .where({ id, version })
        .where((free) => {
          free
            .whereNull('lock_owner')
            .orWhere('lock_owner', owner)
            .orWhereRaw(`lock_expires_at <= ${clock}`)
        })
        .update({ lock_owner: owner, lock_expires_at: this.#database.after(ttl) })
    )
  }

  async markSent(id: string, owner: string, ttl: number) {
    const lease = { lock_expires_at: this.#database.after(ttl) }
    return this.#affects((query) =>
      query
        .where({ id, lock_owner: owner })
        .update({ ...lease, sent_version: this.#database.raw('version') })
    )
  }

  async unlock(id: string, owner: string, sentVersion: number | null) {
    const changes = { ...NO_LEASE, sent_version: sentVersion }
    await this.#run((query) => query.where({ id, lock_owner: owner }).update(changes))
  }

  async prune(updatedBefore: number) {
    return this.#run<number>((query) => query.where('changed_at', '<', updatedBefore).delete())
  }

  async #select(build: (query: QueryBuilder) => QueryBuilder) {
    const rows = await this.#run<Record<string, unknown>[]>((query) => build(query).select('*'))
    return rows.map(toRow)
  }

  async #affects(build: (query: QueryBuilder) => PromiseLike<unknown>) {
    return Number(await this.#run(build)) > 0
  }

  #run<T>(build: (query: QueryBuilder) => PromiseLike<T>): Promise<T> {
    return this.#database.run(GRANTS_TABLE, build)
  }
}
