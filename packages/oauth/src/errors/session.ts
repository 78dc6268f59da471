import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { previousPage, sendError } from '../error_response.js'
import type { SessionFailureReason } from '../session_reasons.js'

interface SessionErrorOptions extends ErrorOptions {
  reason: SessionFailureReason
}

/**
 * The base of every error that stops `user.client` and `user.fetch` from using the session.
 */
export class SessionError extends Exception {
  reason: SessionFailureReason

  constructor(message: string, options: SessionErrorOptions) {
    super(message, options)
    this.reason = options.reason
  }

  /** A lost session leads to the login page, a server that is down back to the form. */
  async handle(error: this, ctx: HttpContext) {
    const { status, reason } = error
    const { config } = await ctx.containerResolver.make('atproto.oauth')
    const redirectTo = status === 401 ? config.loginPath : previousPage(ctx)
    sendError(error, ctx, { redirectTo, details: { reason } })
  }

  /**
   * Finds the session error inside what `user.client` throws: its library wraps every error of a
   * request in its own.
   *
   * @example
   * const failure = errors.SessionError.from(error)
   * if (failure?.reason === 'unreachable') { … }
   */
  static from(error: unknown): SessionError | null {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof SessionError) {
        return cause
      }
    }
    return null
  }
}

/** The session has ended: `reason` is `revoked`, `expired` or `interrupted`. Its row is deleted. */
export class E_ATPROTO_SESSION_LOST extends SessionError {
  static status = 401
  static code = 'E_ATPROTO_SESSION_LOST'
  static help = 'Ask the user to sign in again.'
}

/** The session can't be used now: `reason` is `unreachable` or `misconfigured`. Its row is kept. */
export class E_ATPROTO_SESSION_UNAVAILABLE extends SessionError {
  static status = 503
  static code = 'E_ATPROTO_SESSION_UNAVAILABLE'
  static help =
    'Try again later if "reason" is "unreachable". If it is "misconfigured", check the app key, "privateKeys", the client metadata and the clock. Run "node ace atproto:doctor" to check a deployed app, or with --local to check a development setup.'
}

/** The account has no grant that a job could use. */
export class E_ATPROTO_NO_BACKGROUND_GRANT extends Exception {
  static status = 403
  static code = 'E_ATPROTO_NO_BACKGROUND_GRANT'
  static help =
    'Ask the account for one: ctx.oauth.authorize(did, { background: true }). It is valid until it is revoked.'
}
