import { randomBytes } from 'node:crypto'
import type { Secret } from '@adonisjs/core/helpers'
import { JoseKey, type Jwk, Keyset } from '@atproto/oauth-client-node'
import { E_ATPROTO_INVALID_CONFIG } from './errors.js'
import type { OAuthConfig } from './types.js'

const CURE = 'Run "node ace atproto:key" to create one in .env'

function isSecret(value: unknown): value is Secret<string> {
  return typeof value === 'object' && value !== null && 'release' in value
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // Not the message of JSON.parse, which quotes the key.
    throw new E_ATPROTO_INVALID_CONFIG(
      `Invalid "config/atproto_oauth.ts": "privateKeys" is not JSON. ${CURE}`
    )
  }
}

function flatten(value: unknown): unknown[] {
  if (isSecret(value)) return flatten(value.release())
  if (typeof value === 'string') return value.trim() === '' ? [] : flatten(parseJson(value))
  if (value === false) return []
  if (Array.isArray(value)) return value.flatMap(flatten)
  if (typeof value === 'object' && value !== null && 'keys' in value) return flatten(value.keys)
  return value === undefined || value === null ? [] : [value]
}

function problemOf(key: any): string | null {
  if (typeof key !== 'object') return 'is not a JWK'
  if (key.kty !== 'EC' || key.crv !== 'P-256') return 'is not an ES256 key (kty "EC", crv "P-256")'
  if (typeof key.d !== 'string' || key.d === '') return 'is a public key'
  if (typeof key.kid !== 'string' || key.kid === '') return 'has no "kid"'
  return null
}

/**
 * Parses the private keys, in any form that the config accepts.
 *
 * @throws E_ATPROTO_INVALID_CONFIG, never with a part of the key
 */
export function parsePrivateKeys(value: OAuthConfig['privateKeys']): Jwk[] {
  const keys = flatten(value)

  keys.forEach((key, index) => {
    const problem = problemOf(key)
    if (problem) {
      throw new E_ATPROTO_INVALID_CONFIG(
        `Invalid "config/atproto_oauth.ts": key ${index + 1} of "privateKeys" ${problem}. ${CURE}`
      )
    }
  })

  const ids = new Set(keys.map((key) => (key as Jwk).kid))
  if (ids.size !== keys.length) {
    throw new E_ATPROTO_INVALID_CONFIG(
      'Invalid "config/atproto_oauth.ts": two keys of "privateKeys" have the same "kid"'
    )
  }

  return keys as Jwk[]
}

/**
 * Creates the keyset that signs the client's assertions.
 *
 * @throws E_ATPROTO_INVALID_CONFIG when a key can't sign, or not for its own public half
 */
export async function createKeyset(jwks: Jwk[]): Promise<Keyset | undefined> {
  if (!jwks.length) return undefined
  return new Keyset(await Promise.all(jwks.map(createKey)))
}

/** Servers verify with the public key. If a key was edited, both halves must still match. */
async function createKey(jwk: Jwk): Promise<JoseKey> {
  try {
    const key = await JoseKey.fromJWK({ alg: 'ES256', ...jwk })
    const publicKey = await JoseKey.fromJWK(key.publicJwk!)
    await publicKey.verifyJwt(await key.createJwt({ alg: 'ES256', kid: key.kid }, {}))
    return key
  } catch {
    // Not the library's error, which may contain the key.
    throw new E_ATPROTO_INVALID_CONFIG(
      `Invalid "config/atproto_oauth.ts": the key "${jwk.kid}" of "privateKeys" can't sign. ${CURE}`
    )
  }
}

/**
 * Generates the private key of a confidential client, as a JWK in JSON. Its ID says when it was
 * created.
 */
export async function generatePrivateKey(): Promise<string> {
  const [date] = new Date().toISOString().split('T')
  const key = await JoseKey.generate(['ES256'], `${date}-${randomBytes(4).toString('hex')}`)
  return JSON.stringify(key.privateJwk)
}

/**
 * Keys in the form that the config parses.
 */
export function serializePrivateKeys(keys: Jwk[]): string {
  return JSON.stringify(keys.length === 1 ? keys[0] : keys)
}
