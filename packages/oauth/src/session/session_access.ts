import { RuntimeException } from '@adonisjs/core/exceptions'
import { type AtprotoDid, FetchError, OAuthSession } from '@atproto/oauth-client-node'
import { SessionError } from '../errors.js'
import { StoreFailure } from '../stores/store_failure.js'
import type { SessionRow } from '../types.js'
import { createSessionError } from './session_errors.js'
import { SessionTokens, type SessionTokensDeps } from './session_tokens.js'

export type SessionAccessDeps = SessionTokensDeps & {
  resourceFetch: typeof globalThis.fetch
}

const ANY_SERVER = 'https://account.invalid'

/**
 * The library sends the tokens wherever a path leads, and a path may hold what a stranger typed.
 */
function checkPath(path: string) {
  if (URL.canParse(path, ANY_SERVER) && new URL(path, ANY_SERVER).origin === ANY_SERVER) return
  throw new RuntimeException(
    `Invalid path ${JSON.stringify(path)}: start with one "/" and URL-encode user input`
  )
}

/**
 * Takes the requests out of the library's errors: they carry the tokens, and errors get printed.
 */
function forgetRequests(error: unknown) {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FetchError) Reflect.deleteProperty(cause, 'request')
  }
}

/**
 * Requests on behalf of one signed-in browser. Nothing is read or restored before the first one.
 */
export class SessionAccess {
  #row: SessionRow
  #deps: SessionAccessDeps
  #tokens: SessionTokens
  #session?: Promise<OAuthSession>

  constructor(row: SessionRow, deps: SessionAccessDeps) {
    this.#row = row
    this.#deps = deps
    this.#tokens = new SessionTokens(row, deps)
  }

  /**
   * Sends a request to the account's server with its tokens.
   *
   * @param path - Path and query, starting with `/`
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE
   */
  async fetch(path: string, init?: RequestInit): Promise<Response> {
    checkPath(path)
    let response: Response
    try {
      const session = await this.#restore()
      response = await session.fetchHandler(path, init)
    } catch (error) {
      forgetRequests(error)
      throw init?.signal?.aborted ? error : await this.#explain(error)
    }

    if (this.#tokens.lost) {
      await response.body?.cancel()
      throw createSessionError(this.#tokens.lost, this.#name)
    }
    return response
  }

  get #name() {
    return this.#row.handle ?? this.#row.did
  }

  #restore() {
    this.#session ??= this.#open().catch((error) => {
      // The next request may find what this one did not.
      this.#session = undefined
      throw error
    })
    return this.#session
  }

  async #open() {
    const { client, resourceFetch } = this.#deps
    const did = this.#row.did as AtprotoDid
    const { tokenSet, authMethod, dpopKey } = await this.#tokens.getSession(did)
    const server = await client.serverFactory.fromIssuer(tokenSet.iss, authMethod, dpopKey)
    return new OAuthSession(server, did, this.#tokens, resourceFetch)
  }

  async #explain(thrown: unknown) {
    // The library adds what it tried after the tokens could not be stored.
    const error = thrown instanceof AggregateError ? thrown.errors[0] : thrown
    if (this.#tokens.lost) return createSessionError(this.#tokens.lost, this.#name, error)
    if (error instanceof SessionError) return error
    if (error instanceof StoreFailure) return error.cause
    // What is neither from the network nor from the protocol is a mistake in the request itself.
    if (error instanceof TypeError && !(error instanceof FetchError)) return error
    return createSessionError(await this.#tokens.reasonOf(error), this.#name, error)
  }
}
