import { JoseKey, jwksPubSchema } from '@atproto/oauth-client-node'
import { keyUsages } from '../../keys/key_usage.js'
import { createKeyset } from '../../private_keys.js'
import { fetchDocument } from '../fetch_document.js'
import { findingsOf } from '../findings.js'
import type { Check, Finding } from '../types.js'

const { ok, warning, error } = findingsOf('Keys')

/**
 * Verifies the signature of each private key with the published key, and finds missing keys that
 * grants need.
 */
export const checkKeys: Check = async (context) => {
  const { config, metadata } = context
  const jwks = config.privateKeys.release()
  const used = await keyUsages(jwks, config.stores.grants).catch(() => [])
  const missing = used
    .filter(({ role }) => role === 'missing')
    .map(({ keyId, grants }) =>
      error(
        `The key ${keyId} is missing. Sessions that need it: ${grants}`,
        'Put it back into "privateKeys"'
      )
    )
  if (!jwks.length) {
    const noKey = warning(
      'The client has no key, so every session ends after two weeks',
      'Run "node ace atproto:key"'
    )
    return [noKey, ...missing]
  }

  const { document, findings } = await fetchDocument(context, 'Keys', metadata.jwks_uri!)
  if (document === null) return [...findings, ...missing]
  const published = jwksPubSchema.safeParse(document)
  if (!published.success) {
    const fix = 'Serve the document that the app sends'
    return [error('The published document is not a set of public keys', fix), ...missing]
  }
  // The schema ignores private members.
  const isLeaked = (document as { keys: { d?: unknown }[] }).keys.some(
    (key) => key?.d !== undefined
  )
  if (isLeaked) {
    const fix = 'Replace it with "node ace atproto:key --force", and serve the app\'s own document'
    return [error('A private key is published, so anyone can sign as this client', fix), ...missing]
  }
  const keyset = await createKeyset(jwks)
  for (const { kid } of jwks) {
    const publicJwk = published.data.keys.find((key) => key.kid === kid)
    findings.push(await verify(kid!, keyset!, publicJwk))
  }
  return [...findings, ...missing]
}

async function verify(
  kid: string,
  keyset: NonNullable<Awaited<ReturnType<typeof createKeyset>>>,
  publicJwk: object | undefined
): Promise<Finding> {
  const fix = 'Deploy this version, restart every process of the app, and purge caches before it'
  if (!publicJwk) return error(`The key ${kid} is not published`, fix)
  try {
    const token = await keyset.createJwt({ alg: 'ES256', kid }, {})
    const key = await JoseKey.fromJWK(publicJwk as Parameters<typeof JoseKey.fromJWK>[0])
    await key.verifyJwt(token)
    return ok(`The published key ${kid} verifies what the private key signs`)
  } catch {
    return error(`The published key ${kid} does not verify what the private key signs`, fix)
  }
}
