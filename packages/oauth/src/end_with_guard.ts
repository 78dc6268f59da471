import type { Emitter } from '@adonisjs/core/events'
import type { HttpContext } from '@adonisjs/core/http'
import { AtprotoUser } from './atproto_user.js'
import { BrowserAccounts } from './browser_accounts.js'
import { BrowserSession } from './browser_session.js'
import type { OAuthManager } from './oauth_manager.js'

interface GuardEvent {
  ctx: HttpContext
  guardName: string
  user: unknown
}

interface Dependencies {
  emitter: Emitter<any>
  manager(): Promise<OAuthManager>
  onFailure(error: unknown): void
}

/**
 * Signs the account out when the user signs out with one of the app's guards.
 */
export function endWithGuard({ emitter, manager, onFailure }: Dependencies) {
  // Before @adonisjs/auth 9.5.0 the guard has no user any more when it emits the logout.
  const users = new WeakMap<HttpContext, Map<string, AtprotoUser>>()

  const remember = ({ ctx, guardName, user }: GuardEvent) => {
    if (!(user instanceof AtprotoUser)) return
    users.set(ctx, (users.get(ctx) ?? new Map()).set(guardName, user))
  }
  emitter.on('session_auth:login_succeeded', remember)
  emitter.on('session_auth:authentication_succeeded', remember)

  const end = async ({ ctx, guardName, user }: GuardEvent) => {
    const oauth = await manager()
    const signedOut = user ?? users.get(ctx)?.get(guardName)
    if (signedOut instanceof AtprotoUser) {
      if (signedOut.sessionId) await oauth.end(signedOut.sessionId)
      await new BrowserAccounts(ctx, oauth).end()
    } else if (guardName !== oauth.config.guard) {
      const browser = new BrowserSession(ctx, oauth)
      const { sessionId } = browser
      await new BrowserAccounts(ctx, oauth).end()
      browser.forget()
      if (sessionId) await oauth.end(sessionId)
    }
  }

  // Nobody awaits a listener, so an error would end the process.
  emitter.on('session_auth:logged_out', (event: GuardEvent) => end(event).catch(onFailure))
}
