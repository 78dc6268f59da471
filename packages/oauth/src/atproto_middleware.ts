import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * Requires that the browser is signed in with an account, and redirects to the login page if it is
 * not. After the sign-in, `callback()` returns the page that was requested. Register it as
 * `atproto` in `start/kernel.ts`.
 */
export default class AtprotoMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!(await ctx.oauth.check())) await ctx.oauth.rememberPage()
    ctx.oauth.getUserOrFail()
    return next()
  }
}
