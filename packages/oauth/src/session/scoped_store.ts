import { setTimeout as sleep } from 'node:timers/promises'
import {
  JoseKey,
  type NodeOAuthClient,
  type NodeSavedSession,
  type SessionGetter,
} from '@atproto/oauth-client-node'
import { wrapStoreErrors } from '../stores/store_failure.js'
import type { SessionRow, SessionStore } from '../types.js'
import type { Vault } from '../vault.js'
import { verifiedHandle } from '../verified_handle.js'
import { createSessionError, keyMissing, unreadable } from './session_errors.js'

interface Dependencies {
  client: NodeOAuthClient
  store: SessionStore
  vault: Vault
}

type Session = Parameters<SessionGetter['setStored']>[1]

/** A store that is busy for a moment must not cost a token that can't be asked for twice. */
const WRITE_RETRIES = [50, 200, 800, 2_000]

/**
 * A store of one row in the shape that the library wants. It throws rather than answer that there
 * is no session, because the library takes that for a session that ended.
 */
export function createScopedStore(row: SessionRow, { client, store, vault }: Dependencies) {
  return {
    async get(): Promise<Session> {
      const current = await wrapStoreErrors(() => store.find(row.id))
      if (!current) {
        throw createSessionError('revoked', row.handle ?? row.did)
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
      if (!(await withRetries(() => wrapStoreErrors(() => store.update(row.id, changes))))) {
        throw createSessionError('revoked', row.handle ?? row.did)
      }

      const handle = await verifiedHandle(client, row.did)
      if (handle && handle !== row.handle) {
        await store.update(row.id, { handle }).catch(() => {
          // The next refresh brings it; failing here would cost the new tokens.
        })
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

async function withRetries<T>(operation: () => Promise<T>): Promise<T> {
  for (const pause of WRITE_RETRIES) {
    try {
      return await operation()
    } catch {
      await sleep(pause)
    }
  }
  return operation()
}
