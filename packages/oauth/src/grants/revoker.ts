import type { LoggerService } from '@adonisjs/core/types'
import type { BackgroundWork } from '../background_work.js'
import type { GrantRow } from '../types.js'
import { withTimeout } from '../with_timeout.js'
import type { AccountServers } from './account_servers.js'
import type { GrantSeal } from './grant.js'

/** How long a sign-out waits for the account's server. In milliseconds. */
export const REVOKE_TIMEOUT = 3_000

export interface RevokerDependencies {
  seal: GrantSeal
  servers: AccountServers
  background: BackgroundWork
  logger: Pick<LoggerService, 'warn'>
}

/**
 * Revokes grants at the account's server once they were deleted here.
 */
export class Revoker {
  #deps: RevokerDependencies

  constructor(deps: RevokerDependencies) {
    this.#deps = deps
  }

  /**
   * Waits for the server for a short time. The request continues, and a failure is logged.
   */
  async revoke(row: GrantRow): Promise<void> {
    const revocation = this.#send(row)
    this.#deps.background.add(revocation)
    await withTimeout(revocation, REVOKE_TIMEOUT)
  }

  async #send(row: GrantRow) {
    const { seal, servers, logger } = this.#deps
    try {
      await servers.revoke(await seal.open(row))
    } catch (error) {
      // The message only: the error has the request, and the request has the tokens.
      logger.warn(
        `Signed out ${row.did} locally; token revocation failed: ${(error as Error).message}`
      )
    }
  }
}
