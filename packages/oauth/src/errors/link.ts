import type { HttpContext } from '@adonisjs/core/http'
import { sendError } from '../error_response.js'
import { SignInError } from './sign_in_error.js'

/** The account belongs to another user of the app than the one who is signed in. */
export class E_ATPROTO_ACCOUNT_LINKED extends SignInError {
  static status = 409
  static code = 'E_ATPROTO_ACCOUNT_LINKED'
  static help =
    'Ask the user to sign out first. The account then signs in the user that it belongs to.'

  did: string

  constructor(did: string) {
    super('This account belongs to another user. Sign out first to sign in with it.')
    this.did = did
  }

  /** Signs the account out again: it is not the user's. */
  async handle(error: this, ctx: HttpContext) {
    await ctx.oauth.logout(error.did)
    const { config } = await ctx.containerResolver.make('atproto.oauth')
    sendError(error, ctx, { redirectTo: config.loginPath })
  }
}
