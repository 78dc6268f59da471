import { RuntimeException } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { AtprotoUser } from './atproto_user.js'
import type { OAuthManager } from './oauth_manager.js'

const KEY = 'atproto_session'

/** What all session guards have in common. The types of the app's guards are not known here. */
interface SessionGuardLike {
  sessionKeyName: string
  user?: unknown
  check(): Promise<boolean>
  login(user: unknown): Promise<void>
  logout(): Promise<void>
}

/**
 * The account that a browser is signed in with. The browser's session stores the ID of our session:
 * under our own key or, in apps with a guard for accounts, under the guard's key.
 */
export class BrowserSession {
  #ctx: HttpContext
  #manager: OAuthManager
  #user?: AtprotoUser
  #reading?: Promise<AtprotoUser | null>

  constructor(ctx: HttpContext, manager: OAuthManager) {
    this.#ctx = ctx
    this.#manager = manager
  }

  /** The signed-in user, if it was read before in this request. */
  get user(): AtprotoUser | undefined {
    const user = this.#guard ? this.#guard.user : this.#user
    return user instanceof AtprotoUser ? user : undefined
  }

  get sessionId(): string | undefined {
    return sessionOf(this.#ctx).get(this.#key)
  }

  /**
   * Reads the signed-in user once per request.
   */
  async read(): Promise<AtprotoUser | undefined> {
    if (this.#guard) {
      await this.#guard.check()
    } else {
      this.#reading ??= this.#manager.find(this.sessionId ?? null)
      const user = await this.#reading
      // Meanwhile the browser may have signed out.
      if (user?.sessionId === this.sessionId) this.#user = user ?? undefined
    }
    return this.user
  }

  async start(user: AtprotoUser): Promise<void> {
    if (this.#guard) return this.#guard.login(user)
    const session = sessionOf(this.#ctx)
    session.put(KEY, user.sessionId!)
    session.regenerate()
    this.#user = user
  }

  /** Ends our session as well, and revokes its tokens. */
  async end(): Promise<void> {
    const { sessionId } = this
    try {
      if (sessionId) await this.#manager.end(sessionId)
    } finally {
      if (this.#guard) await this.#guard.logout()
      else this.forget()
    }
  }

  /** Removes our session's ID from the browser's. */
  forget(): void {
    sessionOf(this.#ctx).forget(this.#key)
    this.#user = undefined
  }

  get #key(): string {
    return this.#guard?.sessionKeyName ?? KEY
  }

  get #guard(): SessionGuardLike | undefined {
    const name = this.#manager.config.guard
    if (!name) return
    if (!('auth' in this.#ctx)) {
      throw new RuntimeException(
        'Missing "ctx.auth". Run "node ace add @adonisjs/auth", and register its middleware in start/kernel.ts'
      )
    }
    return this.#ctx.auth.use(name as any) as unknown as SessionGuardLike
  }
}

/** The session of AdonisJS. */
export function sessionOf(ctx: HttpContext): HttpContext['session'] {
  if (!('session' in ctx)) {
    throw new RuntimeException(
      'Missing "ctx.session". Run "node ace add @adonisjs/session", and register its middleware in start/kernel.ts'
    )
  }
  return ctx.session
}
