import { randomBytes } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { AtprotoUser } from './atproto_user.js'
import type { BrowserAccounts } from './browser_accounts.js'
import { type BrowserSession, sessionOf } from './browser_session.js'
import type { OAuthManager } from './oauth_manager.js'
import { checkOrigin } from './request_origin.js'
import type { ReturnPage } from './return_page.js'
import type { Json, SignInOptions } from './types.js'

const BROWSER_KEY = 'atproto_browser'

/** Data that is kept during a sign-in. The account's server does not see it. */
interface SignInData {
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

export interface BrowserSignInDependencies {
  manager: OAuthManager
  browser: BrowserSession
  accounts: BrowserAccounts
  page: ReturnPage
}

/**
 * Sign-ins of one browser. Only the browser that started a sign-in can complete it.
 */
export class BrowserSignIn {
  #ctx: HttpContext
  #deps: BrowserSignInDependencies

  constructor(ctx: HttpContext, deps: BrowserSignInDependencies) {
    this.#ctx = ctx
    this.#deps = deps
  }

  /**
   * @returns The URL to redirect to
   * @throws SignInError
   */
  async start(input: string, options: SignInOptions): Promise<string> {
    const { manager, page } = this.#deps
    this.checkOrigin()
    const returnTo = page.remember(options.returnTo)

    // All sign-ins of a browser share one secret, because two tabs may sign in at the same time.
    const session = sessionOf(this.#ctx)
    const browser = session.get(BROWSER_KEY) ?? randomBytes(32).toString('base64url')
    session.put(BROWSER_KEY, browser)

    const { addAccount = false, state = null } = options
    const data: SignInData = { state, returnTo, addAccount }
    const origin = { browser, address: this.#ctx.request.ip() }
    return manager.startSignIn(input, origin, { ...options, state: data as unknown as Json })
  }

  /**
   * @throws E_ATPROTO_WRONG_HOST, E_ATPROTO_CROSS_SITE
   */
  checkOrigin(): void {
    checkOrigin(this.#ctx.request, this.#deps.manager.config)
  }

  /**
   * Signs the browser in, and ends its previous session or keeps it as another account's.
   *
   * @throws SignInError
   */
  async finish(): Promise<SignInResult> {
    const { accounts, browser, manager, page } = this.#deps
    const { request, logger } = this.#ctx
    const previous = browser.sessionId

    const params = new URLSearchParams(request.parsedUrl.query ?? '')
    const secret = sessionOf(this.#ctx).get(BROWSER_KEY)
    const userAgent = request.header('user-agent') ?? null
    const { user, state: saved } = await manager.finishSignIn(params, secret, userAgent)
    const { state = null, returnTo = null, addAccount } = saved as unknown as Partial<SignInData>
    await browser.start(user)
    page.forget()
    try {
      if (previous) await this.#replace(previous, user, { isKept: addAccount })
      await accounts.add(user)
    } catch (error) {
      // Not thrown: the sign-in is complete, and can't be repeated.
      logger.error({ err: error }, `Failed to end the previous session of this browser`)
    }
    return { user, state, returnTo }
  }

  /** Another account's session can be kept. */
  async #replace(previous: string, user: AtprotoUser, { isKept = false }) {
    const { accounts, manager } = this.#deps
    const former = isKept ? await manager.find(previous) : null
    if (former && former.did !== user.did) await accounts.add(former)
    else await manager.end(previous)
  }
}
