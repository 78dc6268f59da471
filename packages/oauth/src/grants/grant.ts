import {
  JoseKey,
  type Key,
  type Keyset,
  type NodeSavedSession,
  type TokenSet,
} from '@atproto/oauth-client-node'
import type { GrantRow, GrantTokens } from '../types.js'
import type { Vault } from '../vault.js'
import { keyMissing, unreadable } from './session_errors.js'

type AuthMethod = NodeSavedSession['authMethod']

/**
 * What is encrypted. The session is in it, so that tokens can't be used by another browser whose
 * session was written into the row.
 */
type SealedGrant = NodeSavedSession & Pick<GrantRow, 'sessionId'>

/**
 * A row with its tokens decrypted.
 */
export interface Grant {
  row: GrantRow
  tokenSet: TokenSet
  authMethod: AuthMethod
  dpopKey: Key
}

/**
 * Tokens are refreshed this long before they expire. In milliseconds.
 */
const EXPIRES_SOON = 45_000

export function isFresh({ row }: Grant): boolean {
  return row.expiresAt === null || row.expiresAt > Date.now() + EXPIRES_SOON
}

/** A row without a session: the browser that held it has signed out. */
function isOf(row: GrantRow, { tokenSet, sessionId }: SealedGrant): boolean {
  const isOfSession = row.sessionId === null || row.sessionId === sessionId
  return isOfSession && tokenSet.sub === row.did && tokenSet.iss === row.issuer
}

/**
 * Encrypts and decrypts the tokens of rows.
 */
export class GrantSeal {
  #vault: Vault
  #keyset: Keyset | undefined

  constructor(vault: Vault, keyset: Keyset | undefined) {
    this.#vault = vault
    this.#keyset = keyset
  }

  /**
   * @throws E_ATPROTO_SESSION_UNAVAILABLE
   */
  async open(row: GrantRow): Promise<Grant> {
    const saved = this.#vault.open<SealedGrant>('grant', row.id, row.tokens)
    if (!saved || !isOf(row, saved)) throw unreadable()
    return {
      row,
      tokenSet: saved.tokenSet,
      authMethod: this.#currentAuthMethod(saved.authMethod),
      dpopKey: await JoseKey.fromJWK(saved.dpopJwk),
    }
  }

  /**
   * Whether the tokens of a row were encrypted with the app's key, or one that it still reads.
   */
  canDecrypt(row: GrantRow): boolean {
    return this.#vault.open('grant', row.id, row.tokens) !== null
  }

  /**
   * The columns of a token set.
   */
  close(
    { id, sessionId }: Pick<GrantRow, 'id' | 'sessionId'>,
    { tokenSet, authMethod, dpopKey }: Omit<Grant, 'row'>
  ): GrantTokens {
    const dpopJwk = dpopKey.privateJwk as NodeSavedSession['dpopJwk']
    return {
      tokens: this.#vault.seal('grant', id, { tokenSet, authMethod, dpopJwk, sessionId }),
      scope: tokenSet.scope,
      keyId: authMethod.method === 'private_key_jwt' ? authMethod.kid : null,
      expiresAt: tokenSet.expires_at ? Date.parse(tokenSet.expires_at) : null,
      updatedAt: Date.now(),
    }
  }

  /**
   * A grant of a public client authenticates with a key once the app has one: servers know the
   * client by its current metadata. A grant that was made with a key needs that key.
   *
   * @throws E_ATPROTO_SESSION_UNAVAILABLE
   */
  #currentAuthMethod(stored: AuthMethod): AuthMethod {
    if (stored.method === 'private_key_jwt') {
      if (!this.#keyset?.has(stored.kid)) throw keyMissing(stored.kid)
      return stored
    }
    const kid = this.#keyset && [...this.#keyset].find((key) => key.kid)?.kid
    return kid ? { method: 'private_key_jwt', kid } : stored
  }
}
