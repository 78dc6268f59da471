import type { LoggerService } from '@adonisjs/core/types'
import debug from '../debug.js'
import { LONGEST_IDLE } from '../lifetimes.js'
import type { GrantRow, GrantStore } from '../types.js'
import type { Grants } from './grants.js'

/** How many idle grants are ended at a time. */
const IDLE_BATCH = 100

export interface GrantSweepDependencies {
  store: GrantStore
  grants: Grants
  sessionLifetime: number
  logger: Pick<LoggerService, 'warn'>
}

/**
 * Ends the grants that nobody can use any more. Every sign-in does a part of it.
 */
export class GrantSweep {
  #deps: GrantSweepDependencies

  constructor(deps: GrantSweepDependencies) {
    this.#deps = deps
  }

  /** A failure here must not fail the sign-in that triggered it. */
  async afterSignIn(row: GrantRow): Promise<void> {
    try {
      if (row.isBackground) await this.#replaceBackground(row)
      await this.run()
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'Failed to prune idle sessions')
    }
  }

  /**
   * Ends the grants of browsers whose sessions have expired, and deletes those that no server
   * accepts any more.
   */
  async run(): Promise<void> {
    const { store, grants, sessionLifetime } = this.#deps
    await store.prune(Date.now() - LONGEST_IDLE)

    // The last use is written down once per tenth of that time.
    const usedBefore = Date.now() - sessionLifetime * 1.1
    for (const row of await store.findIdle(usedBefore, IDLE_BATCH)) {
      if (!(await grants.endIdle(row, usedBefore))) continue
      debug('ended grant %s of %s, unused since its browser session expired', row.id, row.did)
    }
  }

  /**
   * Lets a new background grant take the place of the account's earlier ones. Those that a browser
   * holds become ordinary ones.
   */
  async #replaceBackground({ id, did, createdAt }: GrantRow) {
    const { store, grants } = this.#deps
    for (const row of await grants.findByDid(did)) {
      if (!row.isBackground || row.id === id || row.createdAt > createdAt) continue
      if (row.sessionId) await store.update(row.id, { isBackground: false })
      else await grants.end(row.id)
    }
  }
}
