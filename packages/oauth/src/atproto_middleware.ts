import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * Lets browsers pass that are signed in with an account, and redirects others to the login page.
 * After the sign-in, `callback()` returns the page that they wanted. Register it as `atproto` in
 * `start/kernel.ts`.
 */
export default class AtprotoMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!(await ctx.oauth.check())) await ctx.oauth.rememberPage()
    ctx.oauth.getUserOrFail()
    return next()
  }
}
