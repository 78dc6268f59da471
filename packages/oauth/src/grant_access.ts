import { RuntimeException } from '@adonisjs/core/exceptions'
import { OAuthSession, type SessionGetter } from '@atproto/oauth-client-node'
import { abortable } from './abortable.js'
import { SessionError } from './errors.js'
import type { AccountServers } from './grants/account_servers.js'
import type { Grant } from './grants/grant.js'
import { createSessionError } from './grants/session_errors.js'
import { isRejection, isRequestError, removeSecrets } from './library_errors.js'
import type { TokenSource } from './refresh/token_source.js'
import type { GrantRow } from './types.js'

export interface GrantAccessDependencies {
  tokens: TokenSource
  servers: AccountServers
  resourceFetch: typeof globalThis.fetch
}

const ANY_SERVER = 'https://account.invalid'

/**
 * The library sends the tokens wherever a path leads, and a path may contain user input.
 */
function checkPath(path: string) {
  if (URL.canParse(path, ANY_SERVER) && new URL(path, ANY_SERVER).origin === ANY_SERVER) return
  throw new RuntimeException(
    `Invalid path ${JSON.stringify(path)}: start with one "/" and URL-encode user input`
  )
}

/**
 * The tokens of one request: those it starts with, and other ones if the server refuses them.
 */
class RequestTokens {
  /** Why there were no other ones. The library keeps that to itself. */
  failure: unknown

  #grant: Grant
  #next: (refused: number) => Promise<Grant>

  constructor(grant: Grant, next: (refused: number) => Promise<Grant>) {
    this.#grant = grant
    this.#next = next
  }

  async getSession(_: string, refresh?: boolean | 'auto') {
    if (refresh !== true) return this.#grant
    const next = await this.#next(this.#grant.row.version).catch((error) => {
      this.failure = error
      throw error
    })
    if (next.row.version === this.#grant.row.version) {
      throw new Error('The server refuses the newest tokens')
    }
    return next
  }

  /** What ends a grant is the word of the server that issued it. */
  delStored() {}
}

/**
 * Requests on behalf of one account.
 */
export class GrantAccess {
  #row: GrantRow
  #deps: GrantAccessDependencies

  constructor(row: GrantRow, deps: GrantAccessDependencies) {
    this.#row = row
    this.#deps = deps
  }

  /**
   * Sends a request to the account's server with its tokens.
   *
   * @param path - Path and query, starting with `/`
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, or the signal's reason
   */
  async fetch(path: string, init?: RequestInit): Promise<Response> {
    checkPath(path)
    const { tokens, servers, resourceFetch } = this.#deps
    const signal = init?.signal
    const grant = await tokens.get(this.#row, { signal })
    const next = (refused: number) => tokens.get(this.#row, { refused, signal })
    const requestTokens = new RequestTokens(grant, next)

    let response: Response
    try {
      const agent = await abortable(servers.agentOf(grant), signal)
      const session = new OAuthSession(
        agent,
        grant.tokenSet.sub,
        requestTokens as unknown as SessionGetter,
        resourceFetch
      )
      response = await session.fetchHandler(path, init)
    } catch (error) {
      removeSecrets(error)
      throw signal?.aborted ? signal.reason : this.#explain(error)
    }

    if (requestTokens.failure) {
      await response.body?.cancel()
      throw requestTokens.failure
    }
    return response
  }

  #explain(error: unknown) {
    if (error instanceof SessionError || !isRequestError(error)) return error
    const reason = isRejection(error) ? 'misconfigured' : 'unreachable'
    return createSessionError(reason, this.#row, error)
  }
}
