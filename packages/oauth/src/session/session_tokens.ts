import { setTimeout as sleep } from 'node:timers/promises'
import {
  JoseKey,
  SessionGetter,
  type AtprotoDid,
  type NodeOAuthClient,
  type NodeSavedSession,
} from '@atproto/oauth-client-node'
import type { SessionLostReason, SessionRow, SessionStore } from '../types.js'
import type { Vault } from '../vault.js'
import { createRestoreError, keyMissing, reasonOf, StoreFailure, unreadable } from './failure.js'
import type { SessionLocks } from './session_locks.js'

type Session = Parameters<SessionGetter['setStored']>[1]

export type SessionTokensDeps = {
  client: NodeOAuthClient
  store: SessionStore
  vault: Vault
  locks: SessionLocks
  onLost(row: SessionRow, reason: SessionLostReason): void
}

/** The library calls tokens stale 10 to 40 seconds before they expire. */
const STALE_WITHIN = 45_000

/** A store that is busy for a moment must not cost a token that can't be asked for twice. */
const WRITE_RETRIES = [50, 200, 800, 2_000]

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

/**
 * A store of one row in the shape that the library wants. It throws rather than answer that there
 * is no session, because the library takes that for a session that ended.
 */
function createScopedStore(row: SessionRow, { client, store, vault }: SessionTokensDeps) {
  return {
    async get(): Promise<Session> {
      const current = await failingApart(() => store.find(row.id))
      if (!current) {
        throw createRestoreError('revoked', row.handle ?? row.did)
      }

      const saved = vault.open<NodeSavedSession>('session', row.id, current.tokens)
      if (!saved || saved.tokenSet.sub !== row.did) {
        throw unreadable()
      }

      const { dpopJwk, authMethod, ...rest } = saved
      return {
        ...rest,
        authMethod: currentAuthMethod(authMethod, client),
        dpopKey: await JoseKey.fromJWK(dpopJwk),
      } as Session
    },

    async set(_: string, { dpopKey, ...session }: Session) {
      const tokens = vault.seal('session', row.id, { ...session, dpopJwk: dpopKey.privateJwk })
      const changes = { tokens, updatedAt: Date.now() }

      // Throwing makes the library revoke the new tokens: right for a browser that signed out
      // while they were under way.
      if (!(await patiently(() => failingApart(() => store.update(row.id, changes))))) {
        throw createRestoreError('revoked', row.handle ?? row.did)
      }

      const handle = await verifiedHandle(client, row.did)
      if (handle && handle !== row.handle) {
        await store.update(row.id, { handle })
      }
    },

    del: () => {},
  }
}

/**
 * A session made before the app had a key may use one: servers allow to upgrade. One made with a
 * key needs that key for good.
 *
 * @throws E_ATPROTO_SESSION_UNAVAILABLE with reason `misconfigured`
 */
function currentAuthMethod(
  stored: Session['authMethod'],
  client: NodeOAuthClient
): Session['authMethod'] {
  if (stored.method === 'private_key_jwt') {
    if (!client.keyset?.has(stored.kid)) throw keyMissing(stored.kid)
    return stored
  }

  const kid = client.keyset && [...client.keyset].find((key) => key.kid)?.kid
  return kid ? { method: 'private_key_jwt', kid } : stored
}

/**
 * The account's handle if it leads back to the account. Costs no request right after a sign-in or
 * a refresh, since both have just resolved the account.
 */
export async function verifiedHandle(client: NodeOAuthClient, did: string): Promise<string | null> {
  try {
    const { handle } = await client.identityResolver.resolve(did)
    return handle === 'handle.invalid' ? null : handle
  } catch {
    return null
  }
}

async function failingApart<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (cause) {
    throw new StoreFailure('The session store failed', { cause })
  }
}

async function patiently<T>(operation: () => Promise<T>): Promise<T> {
  for (const pause of WRITE_RETRIES) {
    try {
      return await operation()
    } catch {
      await sleep(pause)
    }
  }
  return operation()
}
