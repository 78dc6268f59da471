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
 */
export async function createKeyset(keys: Jwk[]): Promise<Keyset | undefined> {
  if (!keys.length) return undefined
  return new Keyset(await Promise.all(keys.map((key) => JoseKey.fromJWK({ alg: 'ES256', ...key }))))
}

/**
 * Generates the private key of a confidential client, as a JWK in JSON.
 */
export async function generatePrivateKey(): Promise<string> {
  const key = await JoseKey.generate(['ES256'], crypto.randomUUID())
  return JSON.stringify(key.privateJwk)
}
