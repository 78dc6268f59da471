import type {
  GrantChanges,
  GrantPage,
  GrantRow,
  GrantStore,
  GrantTokens,
  StateRow,
  StateStore,
} from '../types.js'

interface Lease {
  owner: string
  expiresAt: number
}

/**
 * Stores grants in this process: for tests.
 */
export class MemoryGrantStore implements GrantStore {
  #rows = new Map<string, GrantRow>()
  #leases = new Map<string, Lease>()

  async create(row: GrantRow) {
    this.#rows.set(row.id, { ...row })
  }

  async find(id: string) {
    const row = this.#rows.get(id)
    return row ? { ...row } : null
  }

  async findBySession(sessionId: string) {
    return this.#select((row) => row.sessionId === sessionId)[0] ?? null
  }

  async countByKey() {
    const byKey = Map.groupBy(this.#rows.values(), ({ keyId }) => keyId)
    return [...byKey].map(([keyId, rows]) => ({ keyId, count: rows.length }))
  }

  async findByDid(did: string, { cursor = '', limit = 100 } = {}): Promise<GrantPage> {
    const rows = this.#select((row) => row.did === did && row.id > cursor)
    const page = rows.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit)
    return { rows: page, cursor: rows.length > limit ? page.at(-1)!.id : null }
  }

  async findIdle(usedBefore: number, limit: number) {
    const rows = this.#select((row) => !row.isBackground && row.lastUsedAt < usedBefore)
    return rows.slice(0, limit)
  }

  async update(id: string, changes: GrantChanges) {
    const row = this.#rows.get(id)
    if (!row) return false
    Object.assign(row, changes)
    return true
  }

  async saveTokens(id: string, version: number, tokens: GrantTokens) {
    const row = this.#rows.get(id)
    if (row?.version !== version) return false
    Object.assign(row, tokens, { version: version + 1, sentVersion: null })
    this.#leases.delete(id)
    return true
  }

  async delete(id: string, conditions: { version?: number; usedBefore?: number } = {}) {
    const row = this.#rows.get(id)
    const { version = row?.version, usedBefore = Infinity } = conditions
    if (!row || row.version !== version || row.lastUsedAt >= usedBefore) return false
    this.#leases.delete(id)
    return this.#rows.delete(id)
  }

  async deleteByDid(did: string) {
    const rows = this.#select((row) => row.did === did)
    for (const { id } of rows) this.#rows.delete(id)
    return rows
  }

  async lock(id: string, owner: string, ttl: number, version: number) {
    if (this.#rows.get(id)?.version !== version || this.#isLeased(id, owner)) return false
    this.#leases.set(id, { owner, expiresAt: performance.now() + ttl })
    return true
  }

  async markSent(id: string, owner: string, ttl: number) {
    const row = this.#rows.get(id)
    if (!row || this.#leases.get(id)?.owner !== owner) return false
    this.#leases.set(id, { owner, expiresAt: performance.now() + ttl })
    row.sentVersion = row.version
    return true
  }

  async unlock(id: string, owner: string, sentVersion: number | null) {
    const row = this.#rows.get(id)
    if (!row || this.#leases.get(id)?.owner !== owner) return
    this.#leases.delete(id)
    row.sentVersion = sentVersion
  }

  async prune(updatedBefore: number) {
    const rows = this.#select((row) => row.updatedAt < updatedBefore)
    for (const { id } of rows) await this.delete(id)
    return rows.length
  }

  #isLeased(id: string, owner: string) {
    const lease = this.#leases.get(id)
    return lease !== undefined && lease.owner !== owner && lease.expiresAt > performance.now()
  }

  #select(matches: (row: GrantRow) => boolean): GrantRow[] {
    return [...this.#rows.values()].filter(matches).map((row) => ({ ...row }))
  }
}

/**
 * Stores sign-ins that were started in this process.
 */
export class MemoryStateStore implements StateStore {
  #rows = new Map<string, StateRow>()

  async create(row: StateRow) {
    this.#rows.set(row.id, { ...row })
  }

  async find(id: string) {
    const row = this.#rows.get(id)
    return row ? { ...row } : null
  }

  async delete(id: string) {
    return this.#rows.delete(id)
  }

  async trim(column: 'browser' | 'address', value: string, keep: number) {
    const rows = [...this.#rows.values()].filter((row) => row[column] === value)
    const newestFirst = rows.sort((a, b) => b.expiresAt - a.expiresAt)
    for (const { id } of newestFirst.slice(keep)) this.#rows.delete(id)
  }

  async prune(now: number) {
    const expired = [...this.#rows.values()].filter((row) => row.expiresAt < now)
    for (const { id } of expired) this.#rows.delete(id)
    return expired.length
  }
}
