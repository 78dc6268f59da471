import {
  JoseKey,
  type NodeOAuthClient,
  type NodeSavedSession,
  type NodeSavedState,
} from '@atproto/oauth-client-node'
import type { ClientFactory } from '../client.js'
import debug from '../debug.js'
import { E_ATPROTO_ACCOUNT_MISMATCH, E_ATPROTO_INVALID_IDENTIFIER } from '../errors.js'
import type { AccountServers } from '../grants/account_servers.js'
import type { Grants } from '../grants/grants.js'
import type { Handles } from '../handles.js'
import { parseIdentifier } from '../identifier.js'
import type { AuthorizeOptions, GrantRow, Json, SignInOrigin } from '../types.js'
import {
  authorizeFailure,
  callbackFailure,
  callbackUnreachable,
  identityFailure,
  shorten,
} from './sign_in_errors.js'
import type { SignInStates } from './states.js'
import { withTimeLimit } from './time_limit.js'

export interface SignInDeps {
  client: NodeOAuthClient
  scopedClient: ClientFactory
  states: SignInStates
  grants: Grants
  handles: Handles
  servers: AccountServers
  /** Called with a grant whose handle could not be looked up. */
  onUnverified(row: GrantRow): void
  loginPath: string
  /** Whether the app is in development and uses the public network. */
  lacksNetwork: boolean
  /** How long a visitor may wait, both before and after visiting their server. In milliseconds. */
  timeLimit: number
}

/** In milliseconds. */
const HANDLE_TIMEOUT = 3_000

const noSession = {
  get: () => undefined,
  set: () => {},
  del: () => {},
}

/**
 * Performs sign-ins, from the form input to a grant.
 */
export class SignIn {
  #deps: SignInDeps

  constructor(deps: SignInDeps) {
    this.#deps = deps
  }

  /**
   * Starts a sign-in and returns the URL of the account's server where it continues.
   */
  async start(input: string, origin: SignInOrigin, options: AuthorizeOptions): Promise<string> {
    const { states, loginPath, timeLimit } = this.#deps
    const identifier = parseIdentifier(input)
    if (!identifier) {
      throw new E_ATPROTO_INVALID_IDENTIFIER(
        `"${shorten(input)}" is not a handle like alice.example.com, a DID, or a server address like https://example.com`,
        { loginPath }
      )
    }

    debug('start sign-in with "%s"', identifier)
    return withTimeLimit(
      timeLimit,
      async (signal) => {
        const did = await this.#expectedDid(input, identifier, signal)
        const { url, id, state } = await this.#request(input, identifier, options, signal)
        // If nobody waits any more, no row is stored.
        signal.throwIfAborted()
        const { background = false } = options
        await states.create(id, { ...state, did, background }, origin)
        return url
      },
      (cause) => authorizeFailure(input, loginPath, cause)
    )
  }

  /**
   * Completes a sign-in with the query parameters of the callback.
   */
  async finish(
    params: URLSearchParams,
    browser: string | undefined,
    userAgent: string | null
  ): Promise<{ row: GrantRow; state: Json | null }> {
    const { states, grants, onUnverified, loginPath, timeLimit } = this.#deps
    const { did, background, ...saved } = await states.take(params.get('state'), browser)
    const startedAt = performance.now()
    const { tokens, state } = await withTimeLimit(
      timeLimit,
      (signal) => this.#exchange(params, saved, signal),
      (cause) => callbackUnreachable(loginPath, cause)
    )
    try {
      this.#expect(did, tokens.tokenSet.sub)
      const timeLeft = timeLimit - (performance.now() - startedAt)
      const handle = await this.#handleOf(tokens, timeLeft)
      const grant = { saved: tokens, handle: handle ?? null, isBackground: background, userAgent }
      const row = await grants.create(grant)
      if (handle === undefined) onUnverified(row)
      return { row, state: state === null ? null : JSON.parse(state) }
    } catch (error) {
      await this.#revoke(tokens)
      throw error
    }
  }

  /** With a server address, any account of that server may sign in. */
  async #expectedDid(input: string, identifier: string, signal: AbortSignal) {
    if (identifier.startsWith('http')) return null
    const { client } = this.#deps
    // Without a cache, because users correct their handle and try again.
    const { did } = await client.oauthResolver.identityResolver
      .resolve(identifier, { noCache: true, signal })
      .catch((error) => Promise.reject(identityFailure(input, this.#deps, error)))
    return did
  }

  async #request(
    input: string,
    identifier: string,
    { scope, prompt, locale, state: appState }: AuthorizeOptions,
    signal: AbortSignal
  ) {
    const { scopedClient, loginPath } = this.#deps
    // Kept in memory until the server has accepted the request, so that a rejected one stores no
    // row.
    let made: { id: string; state: NodeSavedState } | undefined
    const scoped = scopedClient({
      sessionStore: noSession,
      stateStore: { ...noSession, set: (id, state) => void (made = { id, state }) },
    })
    const url = await scoped
      .authorize(identifier, {
        scope,
        prompt,
        ui_locales: locale,
        state: appState === undefined ? undefined : JSON.stringify(appState),
        signal,
      })
      .catch((error) => Promise.reject(authorizeFailure(input, loginPath, error)))
    return { url: url.href, ...made! }
  }

  async #exchange(params: URLSearchParams, saved: NodeSavedState, signal: AbortSignal) {
    const { scopedClient, loginPath } = this.#deps
    let tokens: NodeSavedSession | undefined
    const scoped = scopedClient({
      stateStore: { ...noSession, get: () => saved },
      // Empty: the library would revoke an earlier session of the account.
      sessionStore: { ...noSession, set: (_, session) => void (tokens = session) },
    })
    const { state } = await scoped
      .callback(params)
      .catch((error) => Promise.reject(callbackFailure(loginPath, error)))
    if (signal.aborted) await this.#revoke(tokens!)
    return { state, tokens: tokens! }
  }

  /**
   * Returns the verified handle, null if there is none, and undefined if it can't be verified in
   * time. A sign-in does not fail because of a handle.
   */
  async #handleOf({ tokenSet }: NodeSavedSession, timeLeft: number) {
    return withTimeLimit(
      Math.min(timeLeft, HANDLE_TIMEOUT),
      () => this.#deps.handles.verify(tokenSet.sub),
      () => new Error('Verifying the handle took too long')
    ).catch(() => undefined)
  }

  #expect(did: string | null, actual: string) {
    if (did === null || did === actual) return
    throw new E_ATPROTO_ACCOUNT_MISMATCH(
      'You signed in with another account than the one you entered. Please try again, and choose that account',
      { loginPath: this.#deps.loginPath }
    )
  }

  /** Revokes tokens that are not stored anywhere and would stay valid. */
  async #revoke(tokens: NodeSavedSession) {
    const dpopKey = await JoseKey.fromJWK(tokens.dpopJwk)
    await this.#deps.servers.revoke({ ...tokens, dpopKey }).catch((error: Error) => {
      debug('could not revoke the tokens of a failed sign-in: %s', error.message)
    })
  }
}
