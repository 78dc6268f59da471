import type { LoggerService } from '@adonisjs/core/types'
import debug from '../debug.js'
import { SessionError } from '../errors.js'
import type { AccountServers } from '../grants/account_servers.js'
import type { Grant, GrantSeal } from '../grants/grant.js'
import { createSessionError, lostReasonOf } from '../grants/session_errors.js'
import { classifyTokenError, removeSecrets } from '../library_errors.js'
import type { GrantRow, GrantStore, SessionLostReason } from '../types.js'
import { Lease } from './lease.js'
import type { RefreshTimings } from './timings.js'
import { TokenRequest } from './token_request.js'
import { UnsavedTokens } from './unsaved_tokens.js'

export interface RefresherDependencies {
  store: GrantStore
  seal: GrantSeal
  servers: AccountServers
  timings: RefreshTimings
  logger: Pick<LoggerService, 'error' | 'info' | 'warn'>
  onRefreshed(grant: Grant): void
  onLost(row: GrantRow, reason: SessionLostReason): void
}

/**
 * Refreshes tokens. A refresh token works once, and a server that receives it twice ends the whole
 * grant. So a process marks the token in the row before it sends it, and always stores the
 * response.
 */
export class Refresher {
  #deps: RefresherDependencies
  readonly unsaved: UnsavedTokens

  constructor(deps: RefresherDependencies) {
    this.#deps = deps
    this.unsaved = new UnsavedTokens(deps.logger)
  }

  /**
   * @param isWanted - Whether anyone still waits for the result
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, or an error of the store
   */
  async refresh(grant: Grant, isWanted: () => boolean): Promise<Grant> {
    const { store, seal, servers, timings } = this.#deps
    await this.unsaved.flush(grant.row.id)
    if (!grant.tokenSet.refresh_token) return this.#end(grant.row, 'expired')
    const request = await TokenRequest.prepare(grant, servers)
    if (request.hasMoved) return this.#end(grant.row, 'revoked')

    for (;;) {
      const lease = await Lease.acquire(store, grant.row, timings, isWanted)
      if (lease === null) {
        throw createSessionError(isWanted() ? 'revoked' : 'unreachable', grant.row)
      }
      if (!(lease instanceof Lease)) return seal.open(lease)
      const deadline = await lease.markSent(isWanted)
      if (deadline !== null) return this.#send(grant, request, { lease, deadline })
      // If this process was stopped, another one may be sending now.
      if (!isWanted()) await lease.release(false)
    }
  }

  async #send(
    grant: Grant,
    request: TokenRequest,
    { lease, deadline }: { lease: Lease; deadline: number }
  ): Promise<Grant> {
    let fresh: Grant
    try {
      debug('refreshing grant %s, version %d', grant.row.id, grant.row.version)
      fresh = await request.send(deadline)
    } catch (error) {
      return this.#fail(grant, lease, error)
    }

    return this.#save(grant.row, fresh)
  }

  async #save(row: GrantRow, tokens: Grant): Promise<Grant> {
    const changes = this.#deps.seal.close(row, tokens)
    const fresh = {
      ...tokens,
      row: { ...row, ...changes, version: row.version + 1, sentVersion: null },
    }
    const save = async () => {
      if (await this.#deps.store.saveTokens(row.id, row.version, changes)) return fresh
      return this.#superseded(fresh)
    }
    const result = await save().catch((error: unknown) => {
      if (error instanceof SessionError) throw error
      this.unsaved.add(fresh, error, () => save().catch(ignoreSessionErrors))
      return fresh
    })
    this.#deps.onRefreshed(result)
    return result
  }

  /**
   * The row was deleted or has other tokens, so the new tokens can't be stored.
   */
  async #superseded(fresh: Grant): Promise<Grant> {
    const { store, seal, servers, logger } = this.#deps
    const current = await store.find(fresh.row.id)
    if (current) return seal.open(current)

    await servers.revoke(fresh).catch((error: Error) => {
      logger.warn(`Failed to revoke new tokens of ${fresh.row.did}: ${error.message}`)
    })
    throw createSessionError('revoked', fresh.row)
  }

  async #fail({ row }: Grant, lease: Lease, error: unknown): Promise<Grant> {
    removeSecrets(error)
    const failure = classifyTokenError(error)
    debug('refreshing grant %s failed (%s): %o', row.id, failure, error)

    if (failure === 'invalid_grant') {
      const { store, seal } = this.#deps
      const current = await store.find(row.id)
      if (current && current.version !== row.version) return seal.open(current)
      return this.#end(row, lostReasonOf(row, lease.wasSent, Date.now()), error)
    }
    await lease.release(failure === 'unknown')
    throw createSessionError(failure === 'rejected' ? 'misconfigured' : 'unreachable', row, error)
  }

  /**
   * Deletes a grant that its server does not accept any more.
   */
  async #end(row: GrantRow, reason: SessionLostReason, cause?: unknown): Promise<Grant> {
    const { store, seal, onLost } = this.#deps
    if (await store.delete(row.id, { version: row.version })) {
      onLost(row, reason)
    } else {
      // It was refreshed or ended in the meantime.
      const current = await store.find(row.id)
      if (current) return seal.open(current)
    }
    throw createSessionError(reason, row, cause)
  }
}

function ignoreSessionErrors(error: unknown) {
  if (!(error instanceof SessionError)) throw error
}
