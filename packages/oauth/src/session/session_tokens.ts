import { type AtprotoDid, type NodeOAuthClient, SessionGetter } from '@atproto/oauth-client-node'
import type { SessionLostReason, SessionRow, SessionStore } from '../types.js'
import type { Vault } from '../vault.js'
import { createScopedStore } from './scoped_store.js'
import { reasonOf } from './session_errors.js'
import type { SessionLocks } from './session_locks.js'

export interface SessionTokensDeps {
  client: NodeOAuthClient
  store: SessionStore
  vault: Vault
  locks: SessionLocks
  onLost(row: SessionRow, reason: SessionLostReason): void
}

/** The library calls tokens stale 10 to 40 seconds before they expire. */
const STALE_WITHIN = 45_000

/**
 * The tokens of one row. The library keys sessions by account and ends an account's earlier one;
 * this is its session getter scoped to one browser, with the row's own lock.
 */
export class SessionTokens extends SessionGetter {
  /** Set once the session has ended while this object was in use. */
  lost: SessionLostReason | null = null

  #row: SessionRow
  #deps: SessionTokensDeps

  constructor(row: SessionRow, deps: SessionTokensDeps) {
    const { client, locks } = deps
    const runtime = Object.create(client.runtime, {
      usingLock: { value: (_: string, task: () => unknown) => locks.hold(row.id, task) },
    })

    super(createScopedStore(row, deps), client.serverFactory, runtime)
    this.#row = row
    this.#deps = deps
  }

  /**
   * Reads fresh tokens without the lock: only a refresh has anything to protect.
   */
  override async getSession(sub: AtprotoDid, refresh: boolean | 'auto' = 'auto') {
    if (refresh === 'auto') {
      const session = await this.getStored(sub)
      const expiresAt = session?.tokenSet.expires_at
      if (session && (!expiresAt || Date.parse(expiresAt) > Date.now() + STALE_WITHIN)) {
        return session
      }
    }
    return super.getSession(sub, refresh)
  }

  /**
   * The library asks for deletion on more than what ends a session: a key that is missing here, or
   * a server that answers nonsense. The row goes only when the server's word is final.
   */
  override async delStored(_sub: AtprotoDid, cause?: unknown) {
    const reason = await this.reasonOf(cause)
    if (reason !== 'revoked' && reason !== 'expired') {
      return
    }

    this.lost = reason
    if (await this.#deps.store.delete(this.#row.id)) {
      this.#deps.onLost(this.#row, reason)
    }
  }

  async reasonOf(cause: unknown) {
    if (cause instanceof TypeError && (await this.#hasMoved())) {
      return 'revoked'
    }
    const isConfidential = this.#deps.client.keyset !== undefined
    return reasonOf(cause, { ...this.#row, isConfidential }, Date.now())
  }

  /**
   * Whether the account's identity names another server by now. The library reports that, and
   * much else, as a bare TypeError.
   */
  async #hasMoved() {
    try {
      const { client } = this.#deps
      const { tokenSet } = (await this.getStored(this.#row.did as AtprotoDid))!
      const { metadata } = await client.oauthResolver.resolveFromIdentity(this.#row.did)
      return metadata.issuer !== tokenSet.iss
    } catch {
      return false
    }
  }
}
