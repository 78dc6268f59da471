import { createHash, randomBytes } from 'node:crypto'
import { safeEqual } from '@adonisjs/core/helpers'
import type {
  NodeOAuthClient,
  NodeSavedSession,
  NodeSavedState,
  OAuthSession,
} from '@atproto/oauth-client-node'
import type { ClientFactory } from '../client.js'
import debug from '../debug.js'
import {
  E_ATPROTO_INVALID_IDENTIFIER,
  E_ATPROTO_INVALID_STATE,
  E_ATPROTO_STATE_MISMATCH,
} from '../errors.js'
import { parseIdentifier } from '../identifier.js'
import { wrapStoreErrors } from '../stores/store_failure.js'
import type { AuthorizeOptions, Json, SessionRow, Stores } from '../types.js'
import type { Vault } from '../vault.js'
import { verifiedHandle } from '../verified_handle.js'
import { authorizeFailure, callbackFailure, identityFailure, shorten } from './sign_in_errors.js'

/** Long enough to create an account first. In milliseconds. */
const STATE_LIFETIME = 60 * 60 * 1000

interface SavedState extends NodeSavedState {
  /** Hash of the browser's secret. */
  browser: string
}

export interface SignInDeps {
  client: NodeOAuthClient
  scopedClient: ClientFactory
  stores: Stores
  vault: Vault
  loginPath: string
}

const hash = (value: string) => createHash('sha256').update(value).digest('base64url')

const noSession = {
  get: () => undefined,
  set: () => {},
  del: () => {},
}

/**
 * From the input of a sign-in form to a session row.
 */
export class SignIn {
  #deps: SignInDeps

  constructor(deps: SignInDeps) {
    this.#deps = deps
  }

  /**
   * Starts a sign-in and returns the URL of the account's server where it continues.
   *
   * @param browser - A secret in the session of the browser that signs in
   */
  async start(input: string, browser: string, options: AuthorizeOptions): Promise<string> {
    const { client, scopedClient, loginPath } = this.#deps
    const identifier = parseIdentifier(input)
    if (!identifier) {
      throw new E_ATPROTO_INVALID_IDENTIFIER(
        `"${shorten(input)}" is not a handle like alice.example.com, a DID, or a server address like https://example.com`,
        { loginPath }
      )
    }

    if (!identifier.startsWith('http')) {
      // No cache: people correct their handle and try again.
      await client.oauthResolver
        .resolveIdentity(identifier, { noCache: true })
        .catch((error) => Promise.reject(identityFailure(input, loginPath, error)))
    }

    debug('start sign-in with "%s"', identifier)
    const { scope, prompt, state } = options
    const scoped = scopedClient({ sessionStore: noSession, stateStore: this.#writer(browser) })
    const url = await scoped
      .authorize(identifier, {
        scope,
        prompt,
        state: state === undefined ? undefined : JSON.stringify(state),
      })
      .catch((error) => Promise.reject(authorizeFailure(input, loginPath, error)))
    return url.href
  }

  /**
   * Completes a sign-in with the query parameters of the callback.
   */
  async finish(
    params: URLSearchParams,
    browser: string | undefined
  ): Promise<{ row: SessionRow; state: Json | null }> {
    const { scopedClient, loginPath } = this.#deps
    const saved = await this.#take(params.get('state'), browser)

    let tokens: NodeSavedSession | undefined
    const scoped = scopedClient({
      stateStore: { get: () => saved, set: () => {}, del: () => {} },
      // Empty: the library would revoke an earlier session of the account.
      sessionStore: { ...noSession, set: (_, session) => void (tokens = session) },
    })
    const { session, state } = await scoped
      .callback(params)
      .catch((error) => Promise.reject(callbackFailure(loginPath, error)))

    return {
      row: await this.#createRow(session, tokens!),
      state: state === null ? null : JSON.parse(state),
    }
  }

  #writer(browser: string) {
    const { stores, vault } = this.#deps
    return {
      get: () => undefined,
      del: () => {},
      set: async (id: string, value: NodeSavedState) => {
        const now = Date.now()
        const saved: SavedState = { ...value, browser: hash(browser) }
        await wrapStoreErrors(async () => {
          await stores.states.prune(now)
          await stores.states.create({
            id,
            data: vault.seal('state', id, saved),
            expiresAt: now + STATE_LIFETIME,
          })
        })
      },
    }
  }

  /**
   * Consumes the state. A callback from another browser does not: the first one may still come.
   */
  async #take(id: string | null, browser: string | undefined): Promise<SavedState> {
    const { stores, vault, loginPath } = this.#deps
    const row = id ? await stores.states.find(id) : null
    const saved = row && vault.open<SavedState>('state', row.id, row.data)
    const expired = () =>
      new E_ATPROTO_INVALID_STATE(
        'This sign-in has expired or was already used. Please try again',
        { loginPath }
      )

    if (!row || !saved || row.expiresAt < Date.now()) {
      throw expired()
    }
    if (!browser || !safeEqual(saved.browser, hash(browser))) {
      throw new E_ATPROTO_STATE_MISMATCH(
        'This sign-in was started in another browser. Please start again in this one',
        { loginPath }
      )
    }
    if (!(await stores.states.delete(row.id))) {
      throw expired()
    }
    return saved
  }

  async #createRow(session: OAuthSession, tokens: NodeSavedSession): Promise<SessionRow> {
    const { client, stores, vault } = this.#deps
    const id = randomBytes(32).toString('base64url')
    const now = Date.now()
    const row: SessionRow = {
      id,
      did: session.did,
      handle: await verifiedHandle(client, session.did),
      tokens: vault.seal('session', id, tokens),
      createdAt: now,
      updatedAt: now,
    }

    try {
      await stores.sessions.create(row)
    } catch (error) {
      // Nothing else knows these tokens, and they would stay valid.
      await session.server.revoke(tokens.tokenSet.refresh_token ?? tokens.tokenSet.access_token)
      throw error
    }
    return row
  }
}
