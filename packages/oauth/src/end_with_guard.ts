import type { Emitter } from '@adonisjs/core/events'
import type { HttpContext } from '@adonisjs/core/http'
import { AtprotoUser } from './atproto_user.js'

interface GuardEvent {
  ctx: HttpContext
  guardName: string
  user: unknown
}

/**
 * Ends our session when the guard's ends, for apps that call `auth.use().logout()` themselves.
 */
export function endWithGuard(emitter: Emitter<any>, end: (user: AtprotoUser) => Promise<void>) {
  // Before @adonisjs/auth 9.5.0 the guard has no user any more when it emits the logout.
  const users = new WeakMap<HttpContext, Map<string, AtprotoUser>>()

  const remember = ({ ctx, guardName, user }: GuardEvent) => {
    if (!(user instanceof AtprotoUser)) return
    users.set(ctx, (users.get(ctx) ?? new Map()).set(guardName, user))
  }
  emitter.on('session_auth:login_succeeded', remember)
  emitter.on('session_auth:authentication_succeeded', remember)

  emitter.on('session_auth:logged_out', async ({ ctx, guardName, user }: GuardEvent) => {
    const signedOut = user ?? users.get(ctx)?.get(guardName)
    if (signedOut instanceof AtprotoUser) await end(signedOut)
  })
}
