import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import type { HttpError, StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import { errors as limiterErrors } from '@adonisjs/limiter'
import { errors as shieldErrors } from '@adonisjs/shield'
import { errors } from 'adonisjs-atproto-oauth'

export default class HttpExceptionHandler extends ExceptionHandler {
  /**
   * Show the stack of an error in development, and an error page in production.
   */
  protected debug = !app.inProduction
  protected renderStatusPages = true

  protected statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '404': (_, { view }) => view.render('pages/errors/not_found'),
    '413': (_, { view }) => view.render('pages/errors/too_large'),
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

    /**
     * The error's own handler would flash input that was sent without a valid token. The visitor is
     * not known here, so the header must not offer to sign in.
     */
    if (error instanceof shieldErrors.E_BAD_CSRF_TOKEN) {
      ctx.view.share({ csrfField: null })
      return ctx.response.status(403).send(await ctx.view.render('pages/errors/stale_page'))
    }
    if (error instanceof limiterErrors.E_TOO_MANY_REQUESTS) {
      for (const [name, value] of Object.entries(error.getDefaultHeaders() ?? {})) {
        ctx.response.header(name, value)
      }
      return ctx.response.status(429).send(await ctx.view.render('pages/errors/too_many_requests'))
    }
    return super.handle(error, ctx)
  }

  /**
   * Errors caused by user input are logged in one line without a stack, even if the named server is
   * down.
   */
  protected getErrorLogLevel(error: HttpError) {
    const isTheirs = error instanceof errors.SignInError || error.status < 500
    return isTheirs ? 'info' : super.getErrorLogLevel(error)
  }
}
