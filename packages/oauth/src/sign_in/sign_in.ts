import { createHash, randomBytes } from 'node:crypto'
import { safeEqual } from '@adonisjs/core/helpers'
import type {
  NodeOAuthClient,
  NodeSavedSession,
  NodeSavedState,
  OAuthSession,
} from '@atproto/oauth-client-node'
import type { ClientFactory } from '../client.js'
import {
  E_ATPROTO_FOREIGN_CALLBACK,
  E_ATPROTO_INVALID_IDENTIFIER,
  E_ATPROTO_INVALID_STATE,
} from '../errors.js'
import { parseIdentifier } from '../identifier.js'
import { StoreFailure } from '../session/failure.js'
import { verifiedHandle } from '../session/verified_handle.js'
import type { AuthorizeOptions, Json, SessionRow, Stores } from '../types.js'
import type { Vault } from '../vault.js'
import { authorizeFailure, callbackFailure, identityFailure, shorten } from './failure.js'

/** Long enough to sign up on the way. */
const STATE_LIFETIME = 60 * 60 * 1000

type SavedState = NodeSavedState & { browser: string }

export type SignInDeps = {
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
 * The way from what someone typed to a session row.
 */
export class SignIn {
  #deps: SignInDeps

  constructor(deps: SignInDeps) {
    this.#deps = deps
  }

  /**
   * Prepares a sign-in and answers the URL of the account's server where it goes on.
   *
   * @param browser - A secret that only the asking browser's session has
   */
  async authorize(input: string, browser: string, options: AuthorizeOptions): Promise<string> {
    const { client, scopedClient, loginPath } = this.#deps
    const identifier = parseIdentifier(input)
    if (!identifier) {
      throw new E_ATPROTO_INVALID_IDENTIFIER(
        `"${shorten(input)}" is not a handle like alice.example.com, a DID, or a server address like https://example.com`,
        { loginPath }
      )
    }

    if (!identifier.startsWith('http')) {
      // Whoever has just corrected their handle must not meet the answer from before.
      await client.oauthResolver
        .resolveIdentity(identifier, { noCache: true })
        .catch((error) => Promise.reject(identityFailure(input, loginPath, error)))
    }

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
   * Completes a sign-in with the parameters that the account's server sent the browser back with.
   */
  async callback(
    params: URLSearchParams,
    browser: string | undefined
  ): Promise<{ row: SessionRow; state: Json | null }> {
    const { scopedClient, loginPath } = this.#deps
    const saved = await this.#take(params.get('state'), browser)

    let tokens: NodeSavedSession | undefined
    const scoped = scopedClient({
      stateStore: { get: () => saved, set: () => {}, del: () => {} },
      // Empty, so that the library finds no earlier session of the account to revoke.
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
        try {
          await stores.states.prune(now)
          await stores.states.create({
            id,
            data: vault.seal('state', id, saved),
            expiresAt: now + STATE_LIFETIME,
          })
        } catch (cause) {
          throw new StoreFailure('The state store failed', { cause })
        }
      },
    }
  }

  /**
   * A callback from another browser leaves the state as it is: whoever asked can still come back.
   */
  async #take(id: string | null, browser: string | undefined): Promise<SavedState> {
    const { stores, vault, loginPath } = this.#deps
    const row = id ? await stores.states.find(id) : null
    const saved = row && vault.open<SavedState>('state', row.id, row.data)
    const over = () =>
      new E_ATPROTO_INVALID_STATE('This sign-in is over or too old. Start again', { loginPath })

    if (!row || !saved || row.expiresAt < Date.now()) {
      throw over()
    }
    if (!browser || !safeEqual(saved.browser, hash(browser))) {
      throw new E_ATPROTO_FOREIGN_CALLBACK(
        'This sign-in was started in another browser. Start again in this one',
        { loginPath }
      )
    }
    if (!(await stores.states.delete(row.id))) {
      throw over()
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
      // Tokens that no row remembers would stay valid for nobody.
      await session.server.revoke(tokens.tokenSet.refresh_token ?? tokens.tokenSet.access_token)
      throw error
    }
    return row
  }
}
