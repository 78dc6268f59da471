import { randomBytes } from 'node:crypto'
import { JoseKey, type NodeSavedSession } from '@atproto/oauth-client-node'
import debug from '../debug.js'
import type { GrantInfo, GrantRow, GrantStore } from '../types.js'
import type { GrantSeal } from './grant.js'

const randomId = () => randomBytes(32).toString('hex')

export interface NewGrant {
  handle: string | null
  isBackground: boolean
  userAgent: string | null
  saved: NodeSavedSession
}

export interface GrantsDependencies {
  store: GrantStore
  seal: GrantSeal
  sessionLifetime: number
  /** Called once for each grant that was ended here. */
  onEnded(grant: GrantInfo): void
  /** Revokes a grant that was deleted. Does not throw. */
  revoke(row: GrantRow): Promise<void>
}

/**
 * Creates, finds and ends grants.
 */
export class Grants {
  #deps: GrantsDependencies

  constructor(deps: GrantsDependencies) {
    this.#deps = deps
  }

  async create({ handle, isBackground, userAgent, saved }: NewGrant): Promise<GrantRow> {
    const ids = { id: randomId(), sessionId: randomId() }
    const now = Date.now()
    const dpopKey = await JoseKey.fromJWK(saved.dpopJwk)
    const row: GrantRow = {
      ...ids,
      did: saved.tokenSet.sub,
      handle,
      issuer: saved.tokenSet.iss,
      ...this.#deps.seal.close(ids, { ...saved, dpopKey }),
      version: 1,
      sentVersion: null,
      isBackground,
      userAgent: userAgent?.slice(0, 255) ?? null,
      createdAt: now,
      updatedAt: now,
      lastUsedAt: now,
    }
    await this.#deps.store.create(row)
    return row
  }

  async findBySession(sessionId: string): Promise<GrantInfo | null> {
    return this.#touch(await this.#deps.store.findBySession(sessionId))
  }

  async find(id: string): Promise<GrantRow | null> {
    return this.#touch(await this.#deps.store.find(id))
  }

  /** Every grant of an account. */
  async findByDid(did: string): Promise<GrantRow[]> {
    const rows: GrantRow[] = []
    let cursor: string | null | undefined
    do {
      const page = await this.#deps.store.findByDid(did, { cursor: cursor ?? undefined })
      rows.push(...page.rows)
      cursor = page.cursor
    } while (cursor)
    return rows
  }

  /**
   * Signs a browser out. A background grant lives on without it.
   */
  async endSession(sessionId: string): Promise<void> {
    const { onEnded, store } = this.#deps
    const grant = await store.findBySession(sessionId)
    if (!grant) return
    if (!grant.isBackground) await this.end(grant.id)
    else if (await store.update(grant.id, { sessionId: null })) onEnded(grant)
  }

  async end(id: string): Promise<void> {
    const row = await this.#deps.store.find(id)
    if (row) await this.#end(row)
  }

  async endAll(did: string): Promise<void> {
    const rows = await this.#deps.store.deleteByDid(did)
    for (const row of rows) this.#deps.onEnded(row)
    await Promise.all(rows.map((row) => this.#deps.revoke(row)))
  }

  /**
   * @returns False when it was used meanwhile, or ended
   */
  async endIdle(row: GrantRow, usedBefore: number): Promise<boolean> {
    return this.#end(row, { usedBefore })
  }

  /**
   * Deletes the row with the tokens that were read: older ones may revoke nothing at the server.
   */
  async #end(row: GrantRow, conditions?: { usedBefore: number }): Promise<boolean> {
    const { store, onEnded, revoke } = this.#deps
    if (await store.delete(row.id, { version: row.version, ...conditions })) {
      onEnded(row)
      await revoke(row)
      return true
    }
    const current = await store.find(row.id)
    if (!current || current.version === row.version) return false
    return this.#end(current, conditions)
  }

  #touch<T extends GrantInfo>(grant: T | null): T | null {
    const now = Date.now()
    if (grant && grant.lastUsedAt < now - this.#deps.sessionLifetime / 10) {
      // Nobody waits for it, and the next use writes it again.
      this.#deps.store.update(grant.id, { lastUsedAt: now }).catch((error: Error) => {
        debug('could not write the last use of grant %s: %s', grant.id, error.message)
      })
    }
    return grant
  }
}
