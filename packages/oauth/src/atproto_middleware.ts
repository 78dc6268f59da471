import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * Lets browsers pass that are signed in with an account, and redirects others to the login page.
 * Register it as `atproto` in `start/kernel.ts`.
 */
export default class AtprotoMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.oauth.authenticate()
    return next()
  }
}
