import type { HttpContext } from '@adonisjs/core/http'
import type { AtprotoUser } from './atproto_user.js'
import { sessionOf } from './browser_session.js'
import type { OAuthManager } from './oauth_manager.js'

const KEY = 'atproto_accounts'

/** The session may be stored in a cookie, whose size is limited. */
const MAX_ACCOUNTS = 8

/** Requests that sign out only one of several accounts. */
const keeping = new WeakSet<HttpContext>()

/**
 * The other accounts of a browser. The browser's session stores the IDs of our sessions.
 */
export class BrowserAccounts {
  #ctx: HttpContext
  #manager: OAuthManager

  constructor(ctx: HttpContext, manager: OAuthManager) {
    this.#ctx = ctx
    this.#manager = manager
  }

  /** Returns the accounts whose sessions have not ended. Reads one row for each. */
  async read(): Promise<AtprotoUser[]> {
    const users = await Promise.all(this.#sessionIds.map((id) => this.#manager.find(id)))
    return users.filter((user) => user !== null)
  }

  /**
   * Adds an account, and ends its previous session. Ends the oldest session if there are too many.
   */
  async add(user: AtprotoUser): Promise<void> {
    const others = await this.read()
    const kept = others.filter(({ did }) => did !== user.did).slice(1 - MAX_ACCOUNTS)
    this.#put([...kept, user])
    await this.#end(
      others.filter((other) => !kept.includes(other) && other.sessionId !== user.sessionId)
    )
  }

  remove({ sessionId }: AtprotoUser): void {
    const sessionIds = this.#sessionIds.filter((id) => id !== sessionId)
    if (sessionIds.length > 0) sessionOf(this.#ctx).put(KEY, sessionIds)
    else sessionOf(this.#ctx).forget(KEY)
  }

  /** Ends all of them, unless this request signs only one account out. */
  async end(): Promise<void> {
    if (keeping.has(this.#ctx)) return
    const sessionIds = this.#sessionIds
    if (sessionIds.length === 0) return
    sessionOf(this.#ctx).forget(KEY)
    await Promise.all(sessionIds.map((id) => this.#manager.end(id)))
  }

  /** Keeps them signed in when the guard signs the current one out. */
  keep(): void {
    keeping.add(this.#ctx)
  }

  #put(users: AtprotoUser[]) {
    sessionOf(this.#ctx).put(
      KEY,
      users.map(({ sessionId }) => sessionId)
    )
  }

  async #end(users: AtprotoUser[]) {
    await Promise.all(users.map(({ sessionId }) => sessionId && this.#manager.end(sessionId)))
  }

  get #sessionIds(): string[] {
    const value: unknown = sessionOf(this.#ctx).get(KEY)
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
  }
}
