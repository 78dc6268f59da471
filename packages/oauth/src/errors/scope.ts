import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { previousPage, sendError } from '../error_response.js'

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
export class E_ATPROTO_SCOPE_MISSING extends ScopeMissingError {
  static status = 403
  static code = 'E_ATPROTO_SCOPE_MISSING'
  static help =
    'Ask for more with ctx.oauth.requestScopes(error.missing). They have to be in "scope" or "optionalScope" of config/atproto_oauth.ts.'
}
