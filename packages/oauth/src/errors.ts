import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { previousPage, sendError } from './error_response.js'
import type { SessionFailureReason } from './session_reasons.js'

interface SignInErrorOptions extends ErrorOptions {
  loginPath?: string
}

/**
 * The base of every error that stops a sign-in. Uncaught, it redirects to the login page with its
 * message flashed, or sends JSON to a request that accepts JSON.
 */
export class SignInError extends Exception {
  /** Where `handle` redirects to. Not "back": after a callback that is another server. */
  loginPath: string

  constructor(message: string, options: SignInErrorOptions = {}) {
    super(message, options)
    this.loginPath = options.loginPath ?? '/oauth/login'
  }

  async handle(error: this, ctx: HttpContext) {
    sendError(error, ctx, { redirectTo: error.loginPath })
  }
}

/** A page was requested that is for signed-in accounts only. */
export const E_ATPROTO_UNAUTHORIZED_ACCESS = class extends SignInError {
  static status = 401
  static code = 'E_ATPROTO_UNAUTHORIZED_ACCESS'
  static help =
    'Send the visitor to the login page. Where signing in is optional, use oauth.check().'
}

/** The app was opened at another address than the one that the account's server redirects to. */
export const E_ATPROTO_WRONG_HOST = class extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_WRONG_HOST'
  static help =
    'Open the app at the address of "appUrl" in config/atproto_oauth.ts. Behind a proxy, forward the host and set "trustProxy" in config/app.ts. Run "node ace atproto:doctor --local" to check a development set-up.'

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
export const E_ATPROTO_CROSS_SITE = class extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_CROSS_SITE'
  static help = 'Start sign-ins from a page of the same site as "appUrl".'
}

/** The input is not a handle, a DID or a server address. */
export const E_ATPROTO_INVALID_IDENTIFIER = class extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_INVALID_IDENTIFIER'
  static help = 'Validate the input with atprotoIdentifier() of adonisjs-atproto-oauth/vine first.'
}

/** The handle or DID is well formed, but no account has it. */
export const E_ATPROTO_ACCOUNT_NOT_FOUND = class extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_ACCOUNT_NOT_FOUND'
  static help =
    'In development, handles of a local network need ATPROTO_PLC_URL and ATPROTO_HANDLE_RESOLVER in .env. Run "node ace atproto:doctor --local" to check a development set-up.'
}

/** The account's server, or a server needed to find it, did not respond as it should. */
export const E_ATPROTO_SERVER_UNREACHABLE = class extends SignInError {
  static status = 503
  static code = 'E_ATPROTO_SERVER_UNREACHABLE'
  static help =
    'Try again later. "cause" has the failed request; private addresses are refused outside development. Run "node ace atproto:doctor --local" to check a development set-up.'
}

/** The account's server rejected this app. */
export const E_ATPROTO_CLIENT_REFUSED = class extends SignInError {
  static status = 502
  static code = 'E_ATPROTO_CLIENT_REFUSED'
  static help =
    'Check "scope" in config/atproto_oauth.ts, and that servers can fetch /oauth/client-metadata.json from "appUrl". Run "node ace atproto:doctor" to check a deployed app, with --local a development set-up.'
}

/** The user denied access on the account's own server. */
export const E_ATPROTO_ACCESS_DENIED = class extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_ACCESS_DENIED'
  static help = 'Nothing to fix: the user chose not to give this app access.'
}

/** The callback belongs to no sign-in, or to one that has expired or was already used. */
export const E_ATPROTO_INVALID_STATE = class extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_INVALID_STATE'
  static help = 'Start a new sign-in with oauth.authorize(). One lasts an hour and works once.'
}

/** The callback came from another browser than the one that started the sign-in. */
export const E_ATPROTO_STATE_MISMATCH = class extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_STATE_MISMATCH'
  static help =
    'The session cookie must reach the callback: set "sameSite" to "lax" in config/session.ts, and use one host. Run "node ace atproto:doctor --local" to check a development set-up.'
}

/** The account that signed in is not the one whose handle or DID was entered. */
export const E_ATPROTO_ACCOUNT_MISMATCH = class extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_ACCOUNT_MISMATCH'
  static help = 'Start again. A sign-in from a server address takes any account of that server.'
}

/** The server does not let people create accounts. */
export const E_ATPROTO_SIGN_UP_UNAVAILABLE = class extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_SIGN_UP_UNAVAILABLE'
  static help = 'Pass the address of a server with open sign-ups to oauth.signUp().'
}

/** The account's server did not complete the sign-in. */
export const E_ATPROTO_CALLBACK_FAILED = class extends SignInError {
  static status = 502
  static code = 'E_ATPROTO_CALLBACK_FAILED'
  static help = 'Start a new sign-in. "cause" has what the server returned.'
}

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
export const E_ATPROTO_SESSION_LOST = class extends SessionError {
  static status = 401
  static code = 'E_ATPROTO_SESSION_LOST'
  static help = 'Ask the user to sign in again.'
}

/** The session can't be used now: `reason` is `unreachable` or `misconfigured`. Its row is kept. */
export const E_ATPROTO_SESSION_UNAVAILABLE = class extends SessionError {
  static status = 503
  static code = 'E_ATPROTO_SESSION_UNAVAILABLE'
  static help =
    'Try again later if "reason" is "unreachable". If it is "misconfigured", check the app key, "privateKeys", the client metadata and the clock. Run "node ace atproto:doctor" to check a deployed app, with --local a development set-up.'
}

/**
 * The base of the error for a request that needs more than the account has granted.
 */
export class ScopeMissingError extends Exception {
  /** What is missing, for `oauth.requestScopes()`. Empty if the server did not say. */
  missing: string[]

  constructor({ handle, did }: { handle: string | null; did: string }, missing: string[]) {
    const what = missing.length > 0 ? missing.join(' ') : 'a scope'
    super(`${handle ?? did} has not given this app permission for this (missing: ${what})`)
    this.missing = missing
  }

  async handle(error: this, ctx: HttpContext) {
    const { missing } = error
    sendError(error, ctx, { redirectTo: previousPage(ctx), details: { missing } })
  }

  /** Finds the error inside what a client of `@atproto/lex` throws. */
  static from(error: unknown): ScopeMissingError | null {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof ScopeMissingError) return cause
    }
    return null
  }
}

/** The account has not granted what a request needs: `missing` has the scopes. */
export const E_ATPROTO_SCOPE_MISSING = class extends ScopeMissingError {
  static status = 403
  static code = 'E_ATPROTO_SCOPE_MISSING'
  static help =
    'Ask for more with ctx.oauth.requestScopes(error.missing). They have to be in "scope" or "optionalScope" of config/atproto_oauth.ts.'
}

/** No account has this handle or DID, or the account has no server any more. */
export const E_ATPROTO_IDENTITY_NOT_FOUND = class extends Exception {
  static status = 404
  static code = 'E_ATPROTO_IDENTITY_NOT_FOUND'
  static help = 'Use oauth.identity.resolve(), which returns null for accounts that do not exist.'
}

/** A server that knows the account's handle or DID did not respond. */
export const E_ATPROTO_IDENTITY_UNAVAILABLE = class extends Exception {
  static status = 503
  static code = 'E_ATPROTO_IDENTITY_UNAVAILABLE'
  static help = 'Try again later. "cause" has the failed request.'
}

/** The account has no grant that a job could use. */
export const E_ATPROTO_NO_BACKGROUND_GRANT = class extends Exception {
  static status = 403
  static code = 'E_ATPROTO_NO_BACKGROUND_GRANT'
  static help =
    'Ask the account for one: ctx.oauth.authorize(did, { background: true }). It lives until it is revoked.'
}

/** A scope is not well formed, or does not fit the lexicons of the app's code. */
export const E_ATPROTO_INVALID_SCOPE = class extends Exception {
  static status = 500
  static code = 'E_ATPROTO_INVALID_SCOPE'
  static help =
    'Build scopes with "scopes" of adonisjs-atproto-oauth, and run "npx lex build" after a change of the lexicons.'
}

/** `config/atproto_oauth.ts` has a value that can't work. */
export const E_ATPROTO_INVALID_CONFIG = class extends Exception {
  static status = 500
  static code = 'E_ATPROTO_INVALID_CONFIG'
  static help =
    'Edit config/atproto_oauth.ts, or the variables in .env that it reads. Run "node ace atproto:doctor" to check a deployed app, with --local a development set-up.'
}
