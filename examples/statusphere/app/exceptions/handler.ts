import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import type { StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import { errors } from 'adonisjs-atproto-oauth'

export default class HttpExceptionHandler extends ExceptionHandler {
  /**
   * Show the stack of an error in development, and an error page in production.
   */
  protected debug = !app.inProduction
  protected renderStatusPages = true

  protected statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '404': (_, { view }) => view.render('pages/errors/not_found'),
    ...(app.inProduction && {
      '500..599': (_, { view }) => view.render('pages/errors/server_error'),
    }),
  }

  /**
   * Users can revoke a session on their PDS, so any request that uses it may fail.
   */
  async handle(error: unknown, ctx: HttpContext) {
    const lost = errors.SessionError.from(error)

    if (lost instanceof errors.E_ATPROTO_SESSION_LOST) {
      ctx.session.flash('error', `${lost.message}.`)
      return ctx.response.redirect('/login')
    }
    return super.handle(error, ctx)
  }
}
