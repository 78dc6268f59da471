import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { RestoreFailureReason } from './types.js'

type SignInErrorOptions = ErrorOptions & { loginPath?: string }

/**
 * The base of everything that can stop a sign-in. Left uncaught, it goes back to the login page
 * with its message flashed, or answers JSON where JSON was asked for.
 */
export class SignInError extends Exception {
  /** Where `handle` sends the browser. Not "back": after a callback that is another server. */
  loginPath: string

  constructor(message: string, options: SignInErrorOptions = {}) {
    super(message, options)
    this.loginPath = options.loginPath ?? '/oauth/login'
  }

  async handle(error: this, ctx: HttpContext) {
    switch (ctx.request.accepts(['html', 'application/vnd.api+json', 'json'])) {
      case 'json':
        return ctx.response.status(error.status).send({ errors: [{ message: error.message }] })
      case 'application/vnd.api+json':
        return ctx.response
          .status(error.status)
          .send({ errors: [{ code: error.code, title: error.message }] })
      default:
        if (!ctx.session) {
          return ctx.response.status(error.status).send(error.message)
        }
        // What was typed, but not the code and state in a callback's URL.
        if (ctx.request.method() !== 'GET') {
          ctx.session.flashExcept(['_csrf', '_method'])
        }
        ctx.session.flash('error', error.message)
        ctx.session.flashErrors({ [error.code!]: error.message })
        return ctx.response.redirect(error.loginPath, false)
    }
  }
}

/** The app was opened at an address that no callback comes back to. */
export const E_ATPROTO_WRONG_HOST = class extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_WRONG_HOST'
}

/** What was typed is neither a handle, nor a DID, nor a server address. */
export const E_ATPROTO_INVALID_IDENTIFIER = class extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_INVALID_IDENTIFIER'
}

/** The handle or DID is well formed, but there is no such account. */
export const E_ATPROTO_ACCOUNT_NOT_FOUND = class extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_ACCOUNT_NOT_FOUND'
}

/** The account's server, or what leads to it, does not answer as it should. */
export const E_ATPROTO_SERVER_UNREACHABLE = class extends SignInError {
  static status = 503
  static code = 'E_ATPROTO_SERVER_UNREACHABLE'
}

/** The account's server does not accept this app. */
export const E_ATPROTO_CLIENT_REFUSED = class extends SignInError {
  static status = 502
  static code = 'E_ATPROTO_CLIENT_REFUSED'
}

/** The sign-in was denied on the account's own server. */
export const E_ATPROTO_ACCESS_DENIED = class extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_ACCESS_DENIED'
}

/** The callback names a sign-in that is unknown, over or too old. */
export const E_ATPROTO_INVALID_STATE = class extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_INVALID_STATE'
}

/** The callback came from another browser than the one that asked. */
export const E_ATPROTO_FOREIGN_CALLBACK = class extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_FOREIGN_CALLBACK'
}

/** The server came back with something else than a sign-in. */
export const E_ATPROTO_CALLBACK_FAILED = class extends SignInError {
  static status = 502
  static code = 'E_ATPROTO_CALLBACK_FAILED'
}

/**
 * The base of everything that can stop `user.client` and `user.fetch` before a request is sent.
 */
export class RestoreError extends Exception {
  reason: RestoreFailureReason

  constructor(message: string, options: ErrorOptions & { reason: RestoreFailureReason }) {
    super(message, options)
    this.reason = options.reason
  }

  /**
   * Finds the reason inside what `user.client` throws: its library wraps every error of a request
   * in its own.
   *
   * @example
   * const failure = errors.RestoreError.from(error)
   * if (failure?.reason === 'unreachable') { … }
   */
  static from(error: unknown): RestoreError | null {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof RestoreError) {
        return cause
      }
    }
    return null
  }
}

/** The session is over: `reason` is `revoked` or `expired`. Its row is gone. */
export const E_ATPROTO_SESSION_LOST = class extends RestoreError {
  static status = 401
  static code = 'E_ATPROTO_SESSION_LOST'
}

/** The session can't be used now: `reason` is `unreachable` or `misconfigured`. Its row is kept. */
export const E_ATPROTO_SESSION_UNAVAILABLE = class extends RestoreError {
  static status = 503
  static code = 'E_ATPROTO_SESSION_UNAVAILABLE'
}

/** `config/atproto_oauth.ts` says something that cannot work. */
export const E_ATPROTO_INVALID_CONFIG = class extends Exception {
  static status = 500
  static code = 'E_ATPROTO_INVALID_CONFIG'
}
