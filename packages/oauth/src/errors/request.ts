import type { HttpContext } from '@adonisjs/core/http'
import { SignInError } from './sign_in_error.js'

/** A page was requested that is for signed-in accounts only. */
export class E_ATPROTO_UNAUTHORIZED_ACCESS extends SignInError {
  static status = 401
  static code = 'E_ATPROTO_UNAUTHORIZED_ACCESS'
  static help =
    'Redirect the visitor to the login page. If signing in is optional, use oauth.check().'
}

/** The app was opened at another address than the one that the account's server redirects to. */
export class E_ATPROTO_WRONG_HOST extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_WRONG_HOST'
  static help =
    'Open the app at the address of "appUrl" in config/atproto_oauth.ts. Behind a proxy, forward the host and set "trustProxy" in config/app.ts. Run "node ace atproto:doctor --local" to check a development setup.'

  /** A flashed message would stay behind: its cookie belongs to the wrong host. */
  async handle(error: this, ctx: HttpContext) {
    const { request, response } = ctx
    if (request.header('x-inertia')) {
      response.header('x-inertia-location', error.loginPath).status(409)
      return
    }
    if (request.accepts(['html', 'application/vnd.api+json', 'json']) !== 'html') {
      return super.handle(error, ctx)
    }
    return response.redirect(error.loginPath, false)
  }
}

/** A form of another website tried to start a sign-in. */
export class E_ATPROTO_CROSS_SITE extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_CROSS_SITE'
  static help = 'Start sign-ins from a page of the same site as "appUrl".'
}
