import type { HttpContext } from '@adonisjs/core/http'
import type { Client } from '@atproto/lex'
import type { AtprotoUser } from './atproto_user.js'
import { BrowserAccounts } from './browser_accounts.js'
import { BrowserSession } from './browser_session.js'
import { BrowserSignIn, type SignInResult } from './browser_sign_in.js'
import { BrowserSwitch } from './browser_switch.js'
import { E_ATPROTO_UNAUTHORIZED_ACCESS } from './errors.js'
import type { AccountSession } from './grants/account_sessions.js'
import type { OAuthManager } from './oauth_manager.js'
import { ReturnPage } from './return_page.js'
import type { ScopeInput } from './scope_types.js'
import { scopeRequest } from './scopes/scope_request.js'
import type { SignInOptions } from './types.js'

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
   * The account that this browser is signed in with. Available after `check()`, and in routes with
   * the "atproto" middleware.
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
   * Returns `user`. For routes with the "atproto" middleware.
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
    const { switcher } = await this.#load()
    return switcher.accounts()
  }

  /**
   * Makes another of the browser's accounts the current one, without an authorization. Returns null
   * if the browser is not signed in with it: then `authorize(did, { addAccount: true })`.
   */
  async switchTo(did: string): Promise<AtprotoUser | null> {
    const { switcher } = await this.#load()
    return switcher.to(did)
  }

  /**
   * The sessions of the current account, including this browser's.
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
    const { manager, switcher } = await this.#load()
    const sessions = await this.sessions()
    const session = sessions.find((candidate) => candidate.id === id)
    if (!session) return false
    // A background grant that this browser holds ends as well.
    await manager.endSession(id)
    if (session.isCurrent) await switcher.leave()
    return true
  }

  /**
   * Ends every session of the current account, at its server too, and signs this browser out of it.
   *
   * @throws E_ATPROTO_UNAUTHORIZED_ACCESS
   */
  async endAllSessions(): Promise<void> {
    const { manager, switcher } = await this.#load()
    const { did } = await this.authenticate()
    await manager.endAllSessions(did)
    await switcher.leave()
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
    const { signIn } = await this.#load()
    return signIn.start(input, options)
  }

  /**
   * Starts a sign-up at a server, and returns the URL to redirect to. It ends in the same callback
   * as a sign-in.
   *
   * @param service - The server's address, as typed
   * @throws SignInError
   */
  async signUp(service: string, options: Omit<SignInOptions, 'prompt'> = {}): Promise<string> {
    const { manager, signIn } = await this.#load()
    signIn.checkOrigin()
    const address = await manager.checkSignUp(service)
    return this.authorize(address, { ...options, prompt: 'create' })
  }

  /**
   * Requests more scopes of the current account, and returns the URL to redirect to. Afterwards,
   * `callback()` returns the page that the browser was on.
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
   * Remembers the page of this request, to return to it after a sign-in. The middleware calls this.
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
    const { signIn } = await this.#load()
    return signIn.finish()
  }

  /**
   * Signs this browser out of every account, and revokes its tokens if the accounts' servers
   * respond. Other guards of the app stay signed in.
   *
   * @param did - Signs out of this account only. If it is the current one, the next one becomes it
   */
  async logout(did?: string): Promise<void> {
    const { switcher } = await this.#load()
    return did === undefined ? switcher.signOutOfAll() : switcher.signOut(did)
  }

  async #load() {
    const manager = (this.#manager ??= await this.#ctx.containerResolver.make('atproto.oauth'))
    const browser = (this.#browser ??= new BrowserSession(this.#ctx, manager))
    const accounts = new BrowserAccounts(this.#ctx, manager)
    const page = new ReturnPage(this.#ctx, manager.config)
    const signIn = new BrowserSignIn(this.#ctx, { manager, browser, accounts, page })
    const switcher = new BrowserSwitch({ manager, browser, accounts })
    return { browser, manager, page, signIn, switcher }
  }
}
