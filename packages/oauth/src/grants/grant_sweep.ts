import type { LoggerService } from '@adonisjs/core/types'
import debug from '../debug.js'
import { MAX_IDLE } from '../lifetimes.js'
import type { GrantRow, GrantStore, PrunedGrants } from '../types.js'
import type { Grants } from './grants.js'

/** How many idle grants are read at a time, and how many of them are ended at once. */
const BATCH = 100
const AT_ONCE = 10

/** The clocks of the app's machines may differ by this much, in milliseconds. */
const CLOCK_MARGIN = 10 * 60 * 1000

export interface GrantSweepDependencies {
  store: GrantStore
  grants: Grants
  sessionLifetime: number
  logger: Pick<LoggerService, 'warn'>
}

/**
 * Ends the grants that nobody can use any more.
 */
export class GrantSweep {
  #deps: GrantSweepDependencies

  constructor(deps: GrantSweepDependencies) {
    this.#deps = deps
  }

  /** A failure here must not fail the sign-in that triggered it. */
  async afterSignIn(row: GrantRow): Promise<void> {
    await this.#logFailure(async () => {
      if (row.isBackground) await this.#replaceBackground(row)
      await this.#deleteStale()
      await this.#endBatch()
    })
  }

  /** For when nobody waits for the result. Does not throw. */
  async inBackground(): Promise<void> {
    await this.#logFailure(() => this.run())
  }

  /**
   * Ends the grants of browsers whose sessions have expired, and deletes those that no server
   * accepts any more.
   */
  async run(): Promise<PrunedGrants> {
    const stale = await this.#deleteStale()
    let idle = 0
    for (;;) {
      const { found, ended } = await this.#endBatch()
      idle += ended
      // A store that finds what it can't delete must not keep this going.
      if (found < BATCH || ended === 0) return { idle, stale }
    }
  }

  #deleteStale() {
    return this.#deps.store.prune(Date.now() - MAX_IDLE)
  }

  async #endBatch() {
    const { store, sessionLifetime } = this.#deps
    // The last use is written down once per tenth of that time.
    const usedBefore = Date.now() - sessionLifetime * 1.1 - CLOCK_MARGIN
    const rows = await store.findIdle(usedBefore, BATCH)
    let ended = 0
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      const some = rows.slice(start, start + AT_ONCE)
      const results = await Promise.all(some.map((row) => this.#endIdle(row, usedBefore)))
      ended += results.filter(Boolean).length
    }
    return { found: rows.length, ended }
  }

  async #endIdle(row: GrantRow, usedBefore: number) {
    const isEnded = await this.#deps.grants.endIdle(row, usedBefore)
    if (isEnded) {
      debug('ended grant %s of %s, unused since its browser session expired', row.id, row.did)
    }
    return isEnded
  }

  async #logFailure(work: () => Promise<unknown>) {
    try {
      await work()
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'Failed to prune idle sessions')
    }
  }

  /**
   * Lets a new background grant take the place of the account's earlier ones. Those that a browser
   * holds become ordinary ones.
   */
  async #replaceBackground(newest: GrantRow) {
    const { store, grants } = this.#deps
    for (const row of await grants.findByDid(newest.did)) {
      if (!row.isBackground || !isOlder(row, newest)) continue
      if (row.sessionId) await store.update(row.id, { isBackground: false })
      else await grants.end(row.id)
    }
  }
}

/** Of two that were created in the same millisecond, one is older. */
function isOlder(row: GrantRow, other: GrantRow): boolean {
  if (row.createdAt !== other.createdAt) return row.createdAt < other.createdAt
  return row.id < other.id
}
