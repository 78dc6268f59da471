import type { Emitter } from '@adonisjs/core/events'
import type { HttpContext } from '@adonisjs/core/http'
import { AtprotoUser } from '../atproto_user.js'

type GuardEvent = { ctx: HttpContext; guardName: string; user: unknown }

/**
 * Ends our session with the guard's, for apps that call `auth.use().logout()` themselves.
 */
export function endWithGuard(emitter: Emitter<any>, end: (user: AtprotoUser) => Promise<void>) {
  // Until @adonisjs/auth 9.5.0 a guard has forgotten its user when it tells of the logout.
  const users = new WeakMap<HttpContext, Map<string, AtprotoUser>>()

  const remember = ({ ctx, guardName, user }: GuardEvent) => {
    if (!(user instanceof AtprotoUser)) return
    users.set(ctx, (users.get(ctx) ?? new Map()).set(guardName, user))
  }
  emitter.on('session_auth:login_succeeded', remember)
  emitter.on('session_auth:authentication_succeeded', remember)

  emitter.on('session_auth:logged_out', async ({ ctx, guardName, user }: GuardEvent) => {
    const gone = user ?? users.get(ctx)?.get(guardName)
    if (gone instanceof AtprotoUser) await end(gone)
  })
}
