import type { BlobRef, Client } from '@atproto/lex'
import type { AtprotoDid } from '@atproto/oauth-client-node'
import Macroable from '@poppinss/macroable'
import { AccountClient } from './account_client.js'
import { call, type CallOptions } from './call.js'
import type { GrantAccess } from './grant_access.js'
import type { GrantInfo } from './types.js'
import { prepareUpload, type Uploadable } from './upload.js'

/**
 * An account that is signed in. Reading it sends no request; `client`, `fetch`, `call` and `upload`
 * send theirs to the account's own server.
 *
 * Apps can add methods and properties: `AtprotoUser.macro()`, `AtprotoUser.getter()`.
 */
export class AtprotoUser extends Macroable {
  /** The account's permanent identifier. Handles change, DIDs don't. */
  readonly did: AtprotoDid

  /**
   * The verified handle: checked at sign-in and at each token refresh. `undefined` if verification
   * failed.
   */
  readonly handle: string | undefined

  /**
   * Identifies this browser's session. Each browser has its own. Null for a grant without a
   * browser.
   */
  readonly sessionId: string | null

  /** Origin of the server that signed the account in. Many accounts share one. */
  readonly issuer: string

  /** The ID of the grant. Pass it to a job, which finds the user with it. */
  readonly grantId: string

  /** Whether the grant stays valid after the browser has signed out. */
  readonly isBackground: boolean

  #access: GrantAccess
  #client?: Client

  constructor(grant: GrantInfo, access: GrantAccess) {
    super()
    this.did = grant.did as AtprotoDid
    this.handle = grant.handle ?? undefined
    this.sessionId = grant.sessionId
    this.issuer = grant.issuer
    this.grantId = grant.id
    this.isBackground = grant.isBackground
    this.#access = access
  }

  /** The granted scopes, as the server returned them. They may change with each refresh. */
  get scopes(): readonly string[] {
    return this.#access.scopes.values
  }

  /**
   * Whether the server granted everything that a scope permits.
   *
   * @example
   * if (user.can(scopes.repo(xyz.statusphere.status, 'create'))) { … }
   */
  can(scope: string): boolean {
    return this.#access.scopes.can(scope)
  }

  /**
   * A typed lexicon client for the account's own repo and server.
   *
   * @example
   * await user.client.create(xyz.statusphere.status, { status: '🦋', createdAt })
   */
  get client(): Client {
    this.#client ??= new AccountClient({
      did: this.did,
      fetchHandler: (path, init) => this.#access.fetch(path, init),
    })
    return this.#client
  }

  /**
   * Sends any request to the account's server, with the account's tokens.
   *
   * @param path - Path and query, starting with `/`
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, E_ATPROTO_SCOPE_MISSING
   */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#access.fetch(path, init)
  }

  /**
   * Calls a method without a lexicon, and returns the parsed response. If you have the lexicon, use
   * `client.call()`, which is typed.
   *
   * @throws Like `fetch`, and an `XrpcResponseError` of `@atproto/lex` for the server's errors
   * @example
   * await user.call('app.bsky.actor.getProfile', {
   *   params: { actor: user.did },
   *   service: 'did:web:api.bsky.app#bsky_appview',
   * })
   */
  async call<Output = unknown>(nsid: string, options: CallOptions = {}): Promise<Output> {
    return (await call((path, init) => this.fetch(path, init), nsid, options)) as Output
  }

  /**
   * Uploads a file, and returns the reference to put into a record.
   *
   * @param file - A file of a form (`request.file()`), a Blob, bytes or a stream
   * @param options.type - The MIME type. Defaults to the file's own
   */
  async upload(
    file: Uploadable,
    { type, signal }: { type?: string; signal?: AbortSignal } = {}
  ): Promise<BlobRef> {
    const { body, encoding } = await prepareUpload(file, type)
    const response = await this.client.uploadBlob(body, { encoding, signal })
    return response.body.blob
  }

  /**
   * `@handle`, or the DID if the handle is not verified.
   */
  toString(): string {
    return this.handle ? `@${this.handle}` : this.did
  }

  /**
   * The session ID is left out: pages must not contain it.
   */
  toJSON() {
    return { did: this.did, handle: this.handle }
  }
}
