import { Client } from '@atproto/lex'
import type { AtprotoDid } from '@atproto/oauth-client-node'
import type { GrantAccess } from './grant_access.js'
import type { GrantRow } from './types.js'

/**
 * The account that is signed in in this browser. Reading it sends no request; `client` and `fetch`
 * send theirs to the account's own server.
 */
export class AtprotoUser {
  /** The account's permanent identifier. Handles change, DIDs don't. */
  readonly did: AtprotoDid

  /**
   * The verified handle: checked at sign-in and at each token refresh. `undefined` if verification
   * failed.
   */
  readonly handle: string | undefined

  /**
   * Identifies this browser's session: two browsers of one account have two. Null for a grant that
   * no browser holds.
   */
  readonly sessionId: string | null

  /** Identifies what the account's server granted. Pass it to a job, to find the user there. */
  readonly grantId: string

  #access: GrantAccess
  #client?: Client

  constructor(row: GrantRow, access: GrantAccess) {
    this.did = row.did as AtprotoDid
    this.handle = row.handle ?? undefined
    this.sessionId = row.sessionId
    this.grantId = row.id
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
   * Sends a request with the account's tokens to its server, for what has no lexicon.
   *
   * @param path - Path and query, starting with `/`
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE
   */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#access.fetch(path, init)
  }

  /**
   * `@handle`, or the DID if the handle is not verified.
   */
  toString(): string {
    return this.handle ? `@${this.handle}` : this.did
  }

  /**
   * What a page may show: the session's identifier stays on the server.
   */
  toJSON() {
    return { did: this.did, handle: this.handle }
  }
}
