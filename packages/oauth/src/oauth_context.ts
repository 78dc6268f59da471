import { randomBytes } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { Client } from '@atproto/lex'
import type { AtprotoUser } from './atproto_user.js'
import { BrowserAccounts } from './browser_accounts.js'
import { BrowserSession, sessionOf } from './browser_session.js'
import { E_ATPROTO_UNAUTHORIZED_ACCESS } from './errors.js'
import type { AccountSession } from './grants/account_sessions.js'
import type { OAuthManager } from './oauth_manager.js'
import { checkOrigin } from './request_origin.js'
import { ReturnPage } from './return_page.js'
import type { ScopeInput } from './scope_types.js'
import { scopeRequest } from './scopes/scope_request.js'
import type { Json, SignInOptions } from './types.js'

const BROWSER_KEY = 'atproto_browser'

/** What a sign-in takes along, and the account's server does not see. */
interface Luggage {
  state: Json
  returnTo: string | null
  addAccount: boolean
}

export interface SignInResult {
  user: AtprotoUser
  /** What was passed to `authorize()`. */
  state: Json | null
  /** The page of the app to redirect to, if one is known. */
  returnTo: string | null
}

/**
 * `ctx.oauth`: sign-in and sign-out for the browser that sent this request.
 */
export class OAuthContext {
  #ctx: HttpContext
  #manager?: OAuthManager
  #browser?: BrowserSession

  constructor(ctx: HttpContext) {
    this.#ctx = ctx
  }

  /**
   * The account that this browser is signed in with. Known after `check()`, and in routes that the
   * "atproto" middleware protects.
   */
  get user(): AtprotoUser | undefined {
    return this.#browser?.user
  }

  /**
   * Returns whether this browser is signed in with an account. Reads one row, once per request.
   */
  async check(): Promise<boolean> {
    const { browser } = await this.#load()
    return (await browser.read()) !== undefined
  }

  /**
   * Returns the account that this browser is signed in with.
   *
   * @throws E_ATPROTO_UNAUTHORIZED_ACCESS, which redirects to the login page when it is not caught
   */
  async authenticate(): Promise<AtprotoUser> {
    await this.check()
    return this.getUserOrFail()
  }

  /**
   * `user`, for handlers of routes that the "atproto" middleware protects.
   *
   * @throws E_ATPROTO_UNAUTHORIZED_ACCESS
   */
  getUserOrFail(): AtprotoUser {
    if (this.user) return this.user
    const loginPath = this.#manager?.config.loginPath
    throw new E_ATPROTO_UNAUTHORIZED_ACCESS('Please sign in to continue', { loginPath })
  }

  /**
   * Every account that this browser is signed in with, the current one first. Reads one row each.
   */
  async accounts(): Promise<AtprotoUser[]> {
    const { accounts } = await this.#load()
    await this.check()
    const others = await accounts.read()
    return [this.user, ...others.filter(({ did }) => did !== this.user?.did)].filter(
      (user) => user !== undefined
    )
  }

  /**
   * Makes another of the browser's accounts the current one, without an authorization. Returns null
   * if the browser is not signed in with it: then `authorize(did, { addAccount: true })`.
   */
  async switchTo(did: string): Promise<AtprotoUser | null> {
    const { accounts, browser } = await this.#load()
    const user = await this.#account(did)
    if (!user) return null
    if (user.did === this.user?.did) return user
    if (this.user) await accounts.add(this.user)
    await browser.start(user)
    return user
  }

  /**
   * What the current account is signed in with, this browser included.
   *
   * @throws E_ATPROTO_UNAUTHORIZED_ACCESS
   */
  async sessions(): Promise<Array<AccountSession & { isCurrent: boolean }>> {
    const { manager } = await this.#load()
    const user = await this.authenticate()
    const sessions = await manager.sessions(user.did)
    return sessions.map((session: AccountSession) => ({
      ...session,
      isCurrent: session.id === user.grantId,
    }))
  }

  /**
   * Ends one of the current account's sessions, at its server too. Resolves to false when it is not
   * one of this account.
   *
   * @param id - Of `sessions()`, as it came from a form
   * @throws E_ATPROTO_UNAUTHORIZED_ACCESS
   */
  async endSession(id: string): Promise<boolean> {
    const { manager } = await this.#load()
    const sessions = await this.sessions()
    const session = sessions.find((candidate) => candidate.id === id)
    if (!session) return false
    // A background grant that this browser holds ends as well.
    await manager.endSession(id)
    if (session.isCurrent) await this.#leave()
    return true
  }

  /**
   * Ends every session of the current account, at its server too, and signs this browser out of it.
   *
   * @throws E_ATPROTO_UNAUTHORIZED_ACCESS
   */
  async endAllSessions(): Promise<void> {
    const { manager } = await this.#load()
    const { did } = await this.authenticate()
    await manager.endAllSessions(did)
    await this.#leave()
  }

  /**
   * A client that reads the public records of any account, without a sign-in.
   *
   * @param account - Handle or DID
   * @throws E_ATPROTO_IDENTITY_NOT_FOUND, E_ATPROTO_IDENTITY_UNAVAILABLE
   */
  async publicClient(account: string): Promise<Client> {
    const { manager } = await this.#load()
    return manager.publicClient(account)
  }

  /**
   * Starts a sign-in and returns the URL to redirect to.
   *
   * @param input - Handle, DID or server address, as typed
   * @throws SignInError
   */
  async authorize(input: string, options: SignInOptions = {}): Promise<string> {
    const { manager, page } = await this.#load()
    checkOrigin(this.#ctx.request, manager.config)
    const returnTo = page.remember(options.returnTo)

    // One secret for all sign-ins of a browser: two tabs may sign in at once.
    const session = sessionOf(this.#ctx)
    const browser = session.get(BROWSER_KEY) ?? randomBytes(32).toString('base64url')
    session.put(BROWSER_KEY, browser)

    const { addAccount = false, state = null } = options
    const luggage: Luggage = { state, returnTo, addAccount }
    const origin = { browser, address: this.#ctx.request.ip() }
    return manager.startSignIn(input, origin, { ...options, state: luggage as unknown as Json })
  }

  /**
   * Starts a sign-up at a server that takes them, and returns the URL to redirect to. It ends in
   * the same callback as a sign-in.
   *
   * @param service - The server's address, as typed
   * @throws SignInError
   */
  async signUp(service: string, options: Omit<SignInOptions, 'prompt'> = {}): Promise<string> {
    const { manager } = await this.#load()
    checkOrigin(this.#ctx.request, manager.config)
    const address = await manager.checkSignUp(service)
    return this.authorize(address, { ...options, prompt: 'create' })
  }

  /**
   * Asks the current account for more, and returns the URL to redirect to. Afterwards `callback()`
   * returns the page that the browser was on.
   *
   * @param asked - Values that are in "scope" or "optionalScope" of the config, or parts of them
   * @throws SignInError, E_ATPROTO_INVALID_SCOPE, E_ATPROTO_UNAUTHORIZED_ACCESS
   */
  async requestScopes(
    asked: ScopeInput,
    options: Omit<SignInOptions, 'scope' | 'addAccount' | 'background'> = {}
  ): Promise<string> {
    const { manager, page } = await this.#load()
    const user = await this.authenticate()
    return this.authorize(user.did, {
      ...options,
      returnTo: options.returnTo ?? page.current(),
      scope: scopeRequest(asked, (scope) => user.can(scope), manager.config),
      background: user.isBackground,
    })
  }

  /**
   * Remembers the page of this request, to return to after a sign-in. The middleware does it.
   */
  async rememberPage(): Promise<void> {
    const { page } = await this.#load()
    page.rememberCurrent()
  }

  /**
   * Completes the sign-in that `authorize()` started in this browser, signs the browser in, and
   * ends its previous session.
   *
   * @throws SignInError
   */
  async callback(): Promise<SignInResult> {
    const { accounts, browser, manager, page } = await this.#load()
    const { request, logger } = this.#ctx
    const previous = browser.sessionId

    const params = new URLSearchParams(request.parsedUrl.query ?? '')
    const secret = sessionOf(this.#ctx).get(BROWSER_KEY)
    const userAgent = request.header('user-agent') ?? null
    const { user, state: saved } = await manager.finishSignIn(params, secret, userAgent)
    const { state = null, returnTo = null, addAccount } = saved as unknown as Partial<Luggage>
    const former = previous && addAccount ? await manager.find(previous) : null
    await browser.start(user)
    page.forget()
    try {
      if (former && former.did !== user.did) await accounts.add(former)
      else if (previous) await manager.end(previous)
      await accounts.add(user)
    } catch (error) {
      // The sign-in is complete, and works once only.
      logger.error({ err: error }, `Failed to end the previous session of this browser`)
    }
    return { user, state, returnTo }
  }

  /**
   * Signs this browser out of every account, and revokes its tokens if the accounts' servers
   * respond. Other guards of the app stay signed in.
   *
   * @param did - Signs out of this account only. If it is the current one, the next one becomes it
   */
  async logout(did?: string): Promise<void> {
    const { accounts, browser, manager } = await this.#load()
    if (did === undefined) {
      await accounts.end()
      return browser.end()
    }
    const user = await this.#account(did)
    if (!user) return
    if (user.did === this.user?.did) return this.#leave()
    accounts.remove(user)
    if (user.sessionId) await manager.end(user.sessionId)
  }

  async #account(did: string): Promise<AtprotoUser | undefined> {
    const accounts = await this.accounts()
    return accounts.find((account) => account.did === did)
  }

  /** Signs out of the current account, and on with the next one. */
  async #leave() {
    const { accounts, browser } = await this.#load()
    const { user } = this
    accounts.keep()
    if (user) accounts.remove(user)
    await browser.end()
    const [next] = await accounts.read()
    if (next) await browser.start(next)
  }

  async #load() {
    const manager = (this.#manager ??= await this.#ctx.containerResolver.make('atproto.oauth'))
    const browser = (this.#browser ??= new BrowserSession(this.#ctx, manager))
    const accounts = new BrowserAccounts(this.#ctx, manager)
    const page = new ReturnPage(this.#ctx, manager.config)
    return { accounts, browser, manager, page }
  }
}
