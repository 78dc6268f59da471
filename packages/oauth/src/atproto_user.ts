import { Client } from '@atproto/lex'
import type { AtprotoDid } from '@atproto/oauth-client-node'
import type { SessionAccess } from './session/session_access.js'
import type { SessionRow } from './types.js'

/**
 * The account that is signed in in this browser. Knowing who it is costs no request; `client` and
 * `fetch` talk to the account's own server when they are used.
 */
export class AtprotoUser {
  /** The account's lasting identifier. Handles change, this does not. */
  readonly did: AtprotoDid

  /**
   * Verified to lead to the account at sign-in and at each token refresh. Undefined for an account
   * whose handle could not be verified.
   */
  readonly handle: string | undefined

  /** Names this browser's session, and so differs between two browsers of one account. */
  readonly sessionId: string

  #access: SessionAccess
  #client?: Client

  constructor(row: SessionRow, access: SessionAccess) {
    this.did = row.did as AtprotoDid
    this.handle = row.handle ?? undefined
    this.sessionId = row.id
    this.#access = access
  }

  /**
   * A typed lexicon client for the account's own repo and server.
   *
   * @example
   * await user.client.create(xyz.statusphere.status, { status: '🦋', createdAt })
   */
  get client(): Client {
    this.#client ??= new Client({
      did: this.did,
      fetchHandler: (path, init) => this.#access.fetch(path, init),
    })
    return this.#client
  }

  /**
   * A request to the account's server with its tokens, for what has no lexicon.
   *
   * @param path - Path and query, starting with `/`
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE
   */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#access.fetch(path, init)
  }

  /**
   * `@handle`, or the DID where there is no verified handle.
   */
  toString(): string {
    return this.handle ? `@${this.handle}` : this.did
  }

  /**
   * What may reach a page: the session's identifier stays on the server.
   */
  toJSON() {
    return { did: this.did, handle: this.handle }
  }
}
