import type { OAuthServerAgent, TokenSet } from '@atproto/oauth-client-node'
import type { AccountServers } from '../grants/account_servers.js'
import type { Grant } from '../grants/grant.js'
import { createSessionError } from '../grants/session_errors.js'
import { isRejection, removeSecrets } from '../library_errors.js'
import { withSendDeadline } from '../send_deadline.js'

/**
 * The longest that tokens count as fresh, in seconds: a year. A server may send a number that no
 * date can hold. An error would lose the new tokens, since the old refresh token is used up.
 */
const MAX_LIFETIME = 365 * 24 * 60 * 60

function expiryOf(sentAt: number, lifetime: number): string {
  return new Date(sentAt + Math.min(lifetime, MAX_LIFETIME) * 1000).toISOString()
}

/**
 * A prepared token request. It is sent once, under the lease.
 */
export class TokenRequest {
  #grant: Grant
  #agent: OAuthServerAgent
  #pds: string

  /** Whether the account has moved to another server, which does not know this grant. */
  readonly hasMoved: boolean

  /**
   * Finds the account's server. Nothing is sent that could use up a token.
   *
   * @throws E_ATPROTO_SESSION_UNAVAILABLE
   */
  static async prepare(grant: Grant, servers: AccountServers): Promise<TokenRequest> {
    try {
      const [agent, location] = await Promise.all([
        servers.agentOf(grant),
        servers.locate(grant.tokenSet.sub),
      ])
      return new TokenRequest(grant, agent, location)
    } catch (error) {
      removeSecrets(error)
      const reason = isRejection(error) ? 'misconfigured' : 'unreachable'
      throw createSessionError(reason, grant.row, error)
    }
  }

  constructor(grant: Grant, agent: OAuthServerAgent, location: { pds: string; issuer: string }) {
    this.#grant = grant
    this.#agent = agent
    this.#pds = location.pds
    this.hasMoved = location.issuer !== agent.issuer
  }

  /**
   * Sends the refresh token.
   *
   * @param deadline - When nothing is sent any more, as `performance.now()`
   */
  async send(deadline: number): Promise<Grant> {
    const { tokenSet } = this.#grant
    const sentAt = Date.now()
    const response = await withSendDeadline(deadline, () =>
      this.#agent.request('token', {
        grant_type: 'refresh_token',
        refresh_token: tokenSet.refresh_token!,
      })
    )
    const fresh: TokenSet = {
      aud: this.#pds,
      sub: tokenSet.sub,
      iss: tokenSet.iss,
      scope: response.scope,
      refresh_token: response.refresh_token,
      access_token: response.access_token,
      token_type: response.token_type,
      expires_at: response.expires_in ? expiryOf(sentAt, response.expires_in) : undefined,
    }
    return { ...this.#grant, tokenSet: fresh, authMethod: this.#agent.authMethod }
  }
}
