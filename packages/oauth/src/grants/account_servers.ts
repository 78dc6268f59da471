import {
  type DidResolver,
  extractPdsUrl,
  type NodeOAuthClient,
  type OAuthServerAgent,
} from '@atproto/oauth-client-node'
import type { Grant } from './grant.js'

type Tokens = Pick<Grant, 'tokenSet' | 'authMethod' | 'dpopKey'>

/**
 * The authorization servers of accounts, through the library's agent.
 */
export class AccountServers {
  #client: NodeOAuthClient
  #didResolver: DidResolver<'plc' | 'web'>

  constructor(client: NodeOAuthClient, didResolver: DidResolver<'plc' | 'web'>) {
    this.#client = client
    this.#didResolver = didResolver
  }

  /**
   * The agent of the server that issued a grant.
   */
  agentOf({ tokenSet, authMethod, dpopKey }: Tokens): Promise<OAuthServerAgent> {
    return this.#client.serverFactory.fromIssuer(tokenSet.iss, authMethod, dpopKey)
  }

  /**
   * Finds the server that an account uses now. Handles don't matter to tokens, so none is resolved.
   */
  async locate(did: Grant['tokenSet']['sub']) {
    const document = await this.#didResolver.resolve(did, { noCache: true })
    const pds = extractPdsUrl(document)
    const { issuer } = await this.#client.oauthResolver.getResourceServerMetadata(pds, {
      noCache: true,
    })
    return { pds: pds.href, issuer }
  }

  /**
   * Revokes tokens, and with them everything that the server granted together with them.
   */
  async revoke({ tokenSet, authMethod, dpopKey }: Tokens): Promise<void> {
    const agent = await this.agentOf({ tokenSet, authMethod, dpopKey })
    const { refresh_token: refreshToken, access_token: accessToken } = tokenSet
    // Not `agent.revoke()`, which ignores failures.
    await agent.request('revocation', { token: refreshToken ?? accessToken })
  }
}
