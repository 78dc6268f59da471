import type { Secret } from '@adonisjs/core/helpers'
import { JoseKey, Keyset, type Jwk } from '@atproto/oauth-client-node'
import { E_ATPROTO_INVALID_CONFIG } from './errors.js'
import type { OAuthConfig } from './types.js'

const CURE = 'Run "node ace atproto:key" to make one, and set ATPROTO_PRIVATE_KEY in .env to it'

function isSecret(value: unknown): value is Secret<string> {
  return typeof value === 'object' && value !== null && 'release' in value
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // Not JSON.parse's own message: that one quotes the key.
    throw new E_ATPROTO_INVALID_CONFIG(
      `"privateKeys" in config/atproto_oauth.ts is not JSON. ${CURE}`
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
 * Reads the private keys in any of the forms that the config accepts.
 *
 * @throws E_ATPROTO_INVALID_CONFIG, without a word of the key itself
 */
export function parsePrivateKeys(value: OAuthConfig['privateKeys']): Jwk[] {
  const keys = flatten(value)

  keys.forEach((key, index) => {
    const problem = problemOf(key)
    if (problem) {
      throw new E_ATPROTO_INVALID_CONFIG(
        `Key ${index + 1} of "privateKeys" in config/atproto_oauth.ts ${problem}. ${CURE}`
      )
    }
  })

  const ids = new Set(keys.map((key) => (key as Jwk).kid))
  if (ids.size !== keys.length) {
    throw new E_ATPROTO_INVALID_CONFIG(
      'Two keys of "privateKeys" in config/atproto_oauth.ts have the same "kid". Give each its own'
    )
  }

  return keys as Jwk[]
}

/**
 * Makes the keyset that signs the client's assertions.
 */
export async function createKeyset(keys: Jwk[]): Promise<Keyset | undefined> {
  if (!keys.length) return undefined
  return new Keyset(await Promise.all(keys.map((key) => JoseKey.fromJWK({ alg: 'ES256', ...key }))))
}

/**
 * Makes a private key for a confidential client, as the JSON of a JWK.
 */
export async function generatePrivateKey(): Promise<string> {
  const key = await JoseKey.generate(['ES256'], crypto.randomUUID())
  return JSON.stringify(key.privateJwk)
}
