import { randomBytes } from 'node:crypto'
import { RuntimeException } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { AtprotoUser } from './atproto_user.js'
import type { OAuthManager } from './oauth_manager.js'
import { checkOrigin } from './request_origin.js'
import type { AuthorizeOptions, Json } from './types.js'

const BROWSER_KEY = 'atproto_browser'

/**
 * `ctx.oauth`: sign-in and sign-out for the browser that sent this request.
 */
export class OAuthContext {
  #ctx: HttpContext

  constructor(ctx: HttpContext) {
    this.#ctx = ctx
  }

  /**
   * Starts a sign-in and returns the URL to redirect to.
   *
   * @param input - Handle, DID or server address, as typed
   * @throws SignInError
   */
  async authorize(input: string, options: AuthorizeOptions = {}): Promise<string> {
    const manager = await this.#manager()
    checkOrigin(this.#ctx.request, manager.config)

    // One secret for all sign-ins of a browser: two tabs may sign in at once.
    const session = this.#session()
    const browser = session.get(BROWSER_KEY) ?? randomBytes(32).toString('base64url')
    session.put(BROWSER_KEY, browser)

    return manager.startSignIn(input, { browser, address: this.#ctx.request.ip() }, options)
  }

  /**
   * Completes the sign-in that `authorize()` started in this browser, and ends the browser's
   * previous session. Pass `user` to the guard's `login()`.
   *
   * @throws SignInError
   */
  async callback(): Promise<{ user: AtprotoUser; state: Json | null }> {
    const manager = await this.#manager()
    const previous = await this.#signedIn(manager)

    const params = new URLSearchParams(this.#ctx.request.parsedUrl.query ?? '')
    const { request, logger } = this.#ctx
    const userAgent = request.header('user-agent') ?? null
    const result = await manager.finishSignIn(params, this.#session().get(BROWSER_KEY), userAgent)
    try {
      if (previous?.sessionId) await manager.end(previous.sessionId)
    } catch (error) {
      // The sign-in is complete, and works once only.
      logger.error({ err: error }, `Failed to end the previous session of ${previous?.did}`)
    }
    return result
  }

  /**
   * Signs this browser out of the app, and revokes its tokens if the account's server responds.
   */
  async logout(): Promise<void> {
    const manager = await this.#manager()
    const user = await this.#signedIn(manager)
    try {
      if (user?.sessionId) await manager.end(user.sessionId)
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
        'Missing "ctx.auth". Run "node ace add @adonisjs/auth", and register its middleware in start/kernel.ts'
      )
    }
    // The types of the app's guards are not known here; every session guard has these.
    return this.#ctx.auth.use(manager.config.guard as any) as unknown as {
      user?: unknown
      check(): Promise<boolean>
      logout(): Promise<void>
    }
  }

  #session() {
    if (!('session' in this.#ctx)) {
      throw new RuntimeException(
        'Missing "ctx.session". Run "node ace add @adonisjs/session", and register its middleware in start/kernel.ts'
      )
    }
    return this.#ctx.session
  }
}
