import { FetchError, OAuthSession, type AtprotoDid } from '@atproto/oauth-client-node'
import type { SessionRow } from '../types.js'
import { RestoreError } from '../errors.js'
import { createRestoreError, StoreFailure } from './failure.js'
import { SessionTokens, type SessionTokensDeps } from './session_tokens.js'

export type SessionAccessDeps = SessionTokensDeps & {
  resourceFetch: typeof globalThis.fetch
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
    let response: Response
    try {
      const session = await this.#restore()
      response = await session.fetchHandler(path, init)
    } catch (error) {
      throw init?.signal?.aborted ? error : await this.#explain(error)
    }

    if (this.#tokens.lost) {
      await response.body?.cancel()
      throw createRestoreError(this.#tokens.lost, this.#name)
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
    if (this.#tokens.lost) return createRestoreError(this.#tokens.lost, this.#name, error)
    if (error instanceof RestoreError) return error
    if (error instanceof StoreFailure) return error.cause
    // What is neither from the network nor from the protocol is a mistake in the request itself.
    if (error instanceof TypeError && !(error instanceof FetchError)) return error
    return createRestoreError(await this.#tokens.reasonOf(error), this.#name, error)
  }
}
