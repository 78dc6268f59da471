import type { LoggerService } from '@adonisjs/core/types'
import debug from '../debug.js'
import type { GrantStore } from '../types.js'
import type { GrantSeal } from './grant.js'

export interface AppKeyCheckDependencies {
  store: Pick<GrantStore, 'findIdle'>
  seal: Pick<GrantSeal, 'canDecrypt'>
  logger: Pick<LoggerService, 'warn'>
}

/**
 * A changed app key signs every browser out without an error: the cookies are as if they were not
 * there. Whoever changed it signs in again first, so the reason is logged then.
 */
export class AppKeyCheck {
  #deps: AppKeyCheckDependencies
  #isDone = false

  constructor(deps: AppKeyCheckDependencies) {
    this.#deps = deps
  }

  /** Looks at the grant that was not used for the longest time, once in a process. */
  async afterSignIn(): Promise<void> {
    if (this.#isDone) return
    this.#isDone = true
    const { store, seal, logger } = this.#deps
    try {
      const [row] = await store.findIdle(Date.now(), 1)
      if (!row || seal.canDecrypt(row)) return
      logger.warn(
        "Stored sessions can't be decrypted: APP_KEY is not the one they were encrypted with, so their browsers are signed out. Restore the former APP_KEY to sign them in again"
      )
    } catch (error) {
      debug('could not check the app key: %s', error)
    }
  }
}
