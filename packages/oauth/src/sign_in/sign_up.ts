import type { NodeOAuthClient } from '@atproto/oauth-client-node'
import { E_ATPROTO_INVALID_IDENTIFIER, E_ATPROTO_SIGN_UP_UNAVAILABLE } from '../errors.js'
import { parseService } from '../identifier.js'
import { authorizeFailure, shorten } from './sign_in_errors.js'
import { withTimeLimit } from './time_limit.js'

interface Dependencies {
  client: NodeOAuthClient
  fetch: typeof globalThis.fetch
  loginPath: string
  timeLimit: number
}

/**
 * Checks whether a server lets users create accounts.
 */
export class SignUp {
  #deps: Dependencies

  constructor(deps: Dependencies) {
    this.#deps = deps
  }

  /**
   * Returns the server's address if it allows sign-ups. It may still require an invite code.
   *
   * @throws SignInError
   */
  async check(input: string): Promise<string> {
    const { loginPath, timeLimit } = this.#deps
    const service = parseService(input)
    if (!service) {
      throw new E_ATPROTO_INVALID_IDENTIFIER(
        `"${shorten(input)}" is not a server address like https://example.com`,
        { loginPath }
      )
    }
    const isOpen = await withTimeLimit(
      timeLimit,
      (signal) => this.#isOpen(service, signal),
      (cause) => authorizeFailure(input, loginPath, cause)
    ).catch((error) => Promise.reject(authorizeFailure(input, loginPath, error)))
    if (isOpen) return service
    throw new E_ATPROTO_SIGN_UP_UNAVAILABLE(
      `${new URL(service).host} does not let people create accounts. Please choose another server`,
      { loginPath }
    )
  }

  async #isOpen(service: string, signal: AbortSignal): Promise<boolean> {
    const { client, fetch } = this.#deps
    const { metadata } = await client.oauthResolver.resolveFromService(service, { signal })
    if (metadata.prompt_values_supported?.includes('create') === false) return false

    const url = new URL('/xrpc/com.atproto.server.describeServer', service)
    const response = await fetch(new Request(url, { signal, redirect: 'follow' }))
    // An authorization server without accounts does not have this endpoint.
    if (!response.ok) {
      await response.body?.cancel()
      return true
    }
    const { availableUserDomains: domains } = (await response.json()) as Record<string, unknown>
    return !Array.isArray(domains) || domains.length > 0
  }
}
