import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { sendError } from '../error_response.js'

export interface SignInErrorOptions extends ErrorOptions {
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
