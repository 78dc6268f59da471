import { randomBytes } from 'node:crypto'
import { RuntimeException } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { AtprotoUser } from './atproto_user.js'
import { E_ATPROTO_WRONG_HOST } from './errors.js'
import type { OAuthManager } from './oauth_manager.js'
import type { AuthorizeOptions, Json } from './types.js'

const BROWSER_KEY = 'atproto_browser'

/**
 * `ctx.oauth`: the manager's verbs for the browser that sent this request.
 */
export class OAuthContext {
  #ctx: HttpContext

  constructor(ctx: HttpContext) {
    this.#ctx = ctx
  }

  /**
   * Prepares a sign-in and answers the URL to redirect to.
   *
   * @param input - Handle, DID or server address, as typed
   * @throws SignInError
   */
  async authorize(input: string, options: AuthorizeOptions = {}): Promise<string> {
    const manager = await this.#manager()
    this.#checkHost(manager)

    // One secret for all of a browser's sign-ins: two tabs may be on their way at once.
    const session = this.#session()
    const browser = session.get(BROWSER_KEY) ?? randomBytes(32).toString('base64url')
    session.put(BROWSER_KEY, browser)

    return manager.authorize(input, browser, options)
  }

  /**
   * Completes the sign-in that `authorize()` began in this browser. An earlier session of the
   * browser is ended; hand `user` to the guard's `login()`.
   *
   * @throws SignInError
   */
  async callback(): Promise<{ user: AtprotoUser; state: Json | null }> {
    const manager = await this.#manager()
    const former = await this.#signedIn(manager)

    const params = new URLSearchParams(this.#ctx.request.parsedUrl.query ?? '')
    const result = await manager.callback(params, this.#session().get(BROWSER_KEY))
    if (former) {
      await manager.end(former.sessionId)
    }
    return result
  }

  /**
   * Signs this browser out: of the app at once, and of the account's server if it answers.
   */
  async logout(): Promise<void> {
    const manager = await this.#manager()
    const user = await this.#signedIn(manager)
    try {
      if (user) {
        await manager.end(user.sessionId)
      }
    } finally {
      await this.#guard(manager).logout()
    }
  }

  #manager() {
    return this.#ctx.containerResolver.make('atproto.oauth')
  }

  async #signedIn(manager: OAuthManager) {
    const guard = this.#guard(manager)
    await guard.check()
    return guard.user instanceof AtprotoUser ? guard.user : null
  }

  #guard(manager: OAuthManager) {
    if (!('auth' in this.#ctx)) {
      throw new RuntimeException(
        'There is no "ctx.auth". Run "node ace configure @adonisjs/auth", and register its middleware in start/kernel.ts'
      )
    }
    // The app's guards are not known here, only what every session guard can do.
    return this.#ctx.auth.use(manager.config.guard as any) as unknown as {
      user?: unknown
      check(): Promise<boolean>
      logout(): Promise<void>
    }
  }

  #session() {
    if (!('session' in this.#ctx)) {
      throw new RuntimeException(
        'There is no "ctx.session". Run "node ace configure @adonisjs/session", and register its middleware in start/kernel.ts'
      )
    }
    return this.#ctx.session
  }

  /**
   * Servers send a loopback client's browser to 127.0.0.1, where a cookie for localhost is unknown.
   */
  #checkHost({ config }: OAuthManager) {
    const host = this.#ctx.request.hostname()
    if (config.isLoopback && host === 'localhost') {
      throw new E_ATPROTO_WRONG_HOST(
        `Open the app at ${config.appUrl.origin} instead of localhost: your server will send you back there`,
        { loginPath: config.loginPath }
      )
    }
  }
}
