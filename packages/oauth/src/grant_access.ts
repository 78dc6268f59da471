import { RuntimeException } from '@adonisjs/core/exceptions'
import { OAuthSession, type SessionGetter } from '@atproto/oauth-client-node'
import { abortable } from './abortable.js'
import { E_ATPROTO_SCOPE_MISSING, SessionError } from './errors.js'
import type { AccountServers } from './grants/account_servers.js'
import type { Grant } from './grants/grant.js'
import { createSessionError } from './grants/session_errors.js'
import { isConnectionLost, isRejection, isRequestError, removeSecrets } from './library_errors.js'
import type { TokenSource } from './refresh/token_source.js'
import { replayable } from './replayable_body.js'
import type { PermissionSets } from './scope_types.js'
import { GrantedScopes } from './scopes/granted_scopes.js'
import { requiredScopes } from './scopes/required_scopes.js'
import { missingScopes } from './scopes/scope_refusal.js'
import type { GrantInfo } from './types.js'

export interface GrantAccessDependencies {
  tokens: TokenSource
  servers: AccountServers
  resourceFetch: typeof globalThis.fetch
  permissionSets: PermissionSets
}

const ANY_SERVER = 'https://account.invalid'

/**
 * The library sends the tokens to any URL, and a path may contain user input.
 */
function checkPath(path: string) {
  if (URL.canParse(path, ANY_SERVER) && new URL(path, ANY_SERVER).origin === ANY_SERVER) return
  throw new RuntimeException(
    `Invalid path ${JSON.stringify(path)}: start with one "/" and URL-encode user input`
  )
}

/** Whether a request can safely be sent again: see RFC 9110, section 9.2. */
function isSafe({ method = 'GET' }: RequestInit = {}) {
  return ['GET', 'HEAD'].includes(method.toUpperCase())
}

/**
 * The tokens of one request, which are replaced once if the server rejects them.
 */
class RequestTokens {
  /** Why there are no new tokens. The library does not pass this error on. */
  failure: unknown

  /** Whether the server rejected the newest known tokens. */
  isFresh = false

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
    this.isFresh = true
    if (next.row.version === this.#grant.row.version) {
      throw new Error('The server rejected the newest tokens')
    }
    this.#grant = next
    return next
  }

  get row() {
    return this.#grant.row
  }

  /** Does nothing: only the server that issued a grant can end it. */
  delStored() {}
}

/**
 * Requests on behalf of one account.
 */
export class GrantAccess {
  #grant: GrantInfo
  #deps: GrantAccessDependencies
  #scopes?: GrantedScopes

  constructor(known: GrantInfo, deps: GrantAccessDependencies) {
    this.#grant = known
    this.#deps = deps
  }

  /** The granted scopes of the newest tokens that this object has used. */
  get scopes(): GrantedScopes {
    this.#scopes ??= new GrantedScopes(this.#grant.scope, this.#deps.permissionSets)
    return this.#scopes
  }

  /**
   * Sends a request to the account's server with its tokens. A GET or HEAD request is sent again
   * once if the connection closes before the response.
   *
   * @param path - Path and query, starting with `/`
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, E_ATPROTO_SCOPE_MISSING, or the
   * signal's reason
   */
  async fetch(path: string, options?: RequestInit): Promise<Response> {
    checkPath(path)
    const init = options && { ...options, body: await replayable(options.body) }
    const { tokens, servers, resourceFetch } = this.#deps
    const signal = init?.signal
    const grant = await tokens.get(this.#grant, { signal })
    const next = (refused: number) => tokens.get(this.#grant, { refused, signal })
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
      const send = () => session.fetchHandler(path, init)
      response = await send().catch((error: unknown) => {
        if (!isSafe(init) || !isConnectionLost(error)) throw error
        return send()
      })
    } catch (error) {
      removeSecrets(error)
      throw signal?.aborted ? signal.reason : this.#explain(error)
    }

    if (requestTokens.failure) {
      await response.body?.cancel()
      throw requestTokens.failure
    }
    this.#learn(requestTokens.row)
    await this.#checkScopes(response, requiredScopes(path, init), requestTokens.isFresh)
    return response
  }

  /** The scope may have changed with a refresh. */
  #learn(newest: GrantInfo) {
    if (newest.version <= this.#grant.version) return
    this.#grant = newest
    this.#scopes = undefined
  }

  async #checkScopes(response: Response, required: string[], isFresh: boolean) {
    if (response.ok) return
    const missing = await missingScopes(response, { required, granted: this.scopes, isFresh })
    if (!missing) return
    await response.body?.cancel()
    throw new E_ATPROTO_SCOPE_MISSING(this.#grant, missing)
  }

  #explain(error: unknown) {
    if (error instanceof SessionError || !isRequestError(error)) return error
    const reason = isRejection(error) ? 'misconfigured' : 'unreachable'
    return createSessionError(reason, this.#grant, error)
  }
}
