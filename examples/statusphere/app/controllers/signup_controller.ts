import type { HttpContext } from '@adonisjs/core/http'
import { errors } from 'adonisjs-atproto-oauth'
import env from '#start/env'

/**
 * Accounts are created on a PDS, not in this app. The PDS redirects back to the same callback as a
 * sign-in.
 */
export default class SignupController {
  async store({ oauth, response, session }: HttpContext) {
    const server = env.get('ATPROTO_PDS_URL', 'https://bsky.social')

    try {
      return response.redirect(await oauth.signUp(server, { addAccount: true }))
    } catch (error) {
      if (!(error instanceof errors.SignInError)) throw error
      session.flash('inputErrorsBag', { signup: [error.message] })
      return response.redirect().back()
    }
  }
}
