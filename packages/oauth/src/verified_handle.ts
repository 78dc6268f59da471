import type { NodeOAuthClient } from '@atproto/oauth-client-node'

/**
 * Returns the account's handle if it resolves to the account. Sends no request right after a
 * sign-in or a refresh, since both have just resolved the account.
 */
export async function verifiedHandle(client: NodeOAuthClient, did: string): Promise<string | null> {
  try {
    const { handle } = await client.identityResolver.resolve(did)
    return handle === 'handle.invalid' ? null : handle
  } catch {
    return null
  }
}
