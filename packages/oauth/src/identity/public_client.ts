import { Client } from '@atproto/lex'
import { E_ATPROTO_IDENTITY_NOT_FOUND } from '../errors.js'
import type { Identity } from './identity.js'

/**
 * Creates a client that reads an account's public records.
 *
 * @param fetch - One for addresses that strangers choose
 * @throws E_ATPROTO_IDENTITY_NOT_FOUND, E_ATPROTO_IDENTITY_UNAVAILABLE
 */
export async function createPublicClient(
  identity: Identity,
  fetch: typeof globalThis.fetch,
  input: string
): Promise<Client> {
  const account = await identity.resolve(input)
  const pds = account?.pds
  if (!pds) {
    throw new E_ATPROTO_IDENTITY_NOT_FOUND(`No account found for "${input}", or it has no server`)
  }
  return new Client({
    did: account.did,
    fetchHandler: (path, init) => fetch(new Request(new URL(path, pds), init)),
  })
}
