import { randomBytes } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { AtprotoUser } from './atproto_user.js'
import { BrowserSession, sessionOf } from './browser_session.js'
import { E_ATPROTO_UNAUTHORIZED_ACCESS } from './errors.js'
import type { OAuthManager } from './oauth_manager.js'
import { checkOrigin } from './request_origin.js'
import type { AuthorizeOptions, Json } from './types.js'

const BROWSER_KEY = 'atproto_browser'

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
   * Starts a sign-in and returns the URL to redirect to.
   *
   * @param input - Handle, DID or server address, as typed
   * @throws SignInError
   */
  async authorize(input: string, options: AuthorizeOptions = {}): Promise<string> {
    const { manager } = await this.#load()
    checkOrigin(this.#ctx.request, manager.config)

    // One secret for all sign-ins of a browser: two tabs may sign in at once.
    const session = sessionOf(this.#ctx)
    const browser = session.get(BROWSER_KEY) ?? randomBytes(32).toString('base64url')
    session.put(BROWSER_KEY, browser)

    return manager.startSignIn(input, { browser, address: this.#ctx.request.ip() }, options)
  }

  /**
   * Completes the sign-in that `authorize()` started in this browser, signs the browser in, and
   * ends its previous session.
   *
   * @throws SignInError
   */
  async callback(): Promise<{ user: AtprotoUser; state: Json | null }> {
    const { browser, manager } = await this.#load()
    const { request, logger } = this.#ctx
    const previous = browser.sessionId

    const params = new URLSearchParams(request.parsedUrl.query ?? '')
    const secret = sessionOf(this.#ctx).get(BROWSER_KEY)
    const userAgent = request.header('user-agent') ?? null
    const result = await manager.finishSignIn(params, secret, userAgent)
    await browser.start(result.user)
    try {
      if (previous) await manager.end(previous)
    } catch (error) {
      // The sign-in is complete, and works once only.
      logger.error({ err: error }, `Failed to end the previous session of this browser`)
    }
    return result
  }

  /**
   * Signs this browser out of the account, and revokes its tokens if the account's server responds.
   * Other guards of the app stay signed in.
   */
  async logout(): Promise<void> {
    const { browser } = await this.#load()
    await browser.end()
  }

  async #load() {
    const manager = (this.#manager ??= await this.#ctx.containerResolver.make('atproto.oauth'))
    const browser = (this.#browser ??= new BrowserSession(this.#ctx, manager))
    return { manager, browser }
  }
}
