import type { SessionChanges, SessionRow, SessionStore, StateRow, StateStore } from '../types.js'

/**
 * Stores sessions in this process: for tests.
 */
export class MemorySessionStore implements SessionStore {
  #rows = new Map<string, SessionRow>()
  #leases = new Map<string, { owner: string; until: number }>()

  async create(row: SessionRow) {
    this.#rows.set(row.id, { ...row })
  }

  async find(id: string) {
    const row = this.#rows.get(id)
    return row ? { ...row } : null
  }

  async update(id: string, changes: SessionChanges) {
    const row = this.#rows.get(id)
    if (!row) return false
    Object.assign(row, changes)
    return true
  }

  async delete(id: string) {
    this.#leases.delete(id)
    return this.#rows.delete(id)
  }

  async lock(id: string, owner: string, now: number, until: number) {
    const lease = this.#leases.get(id)
    if (!this.#rows.has(id) || (lease && lease.owner !== owner && lease.until >= now)) {
      return false
    }
    this.#leases.set(id, { owner, until })
    return true
  }

  async unlock(id: string, owner: string) {
    if (this.#leases.get(id)?.owner === owner) {
      this.#leases.delete(id)
    }
  }

  async prune(updatedBefore: number) {
    for (const [id, row] of this.#rows) {
      if (row.updatedAt < updatedBefore) await this.delete(id)
    }
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
    for (const [id, row] of this.#rows) {
      if (row.expiresAt < now) this.#rows.delete(id)
    }
  }
}
