import env from '#start/env'
import type { HttpContext } from '@adonisjs/core/http'
import { errors } from 'adonisjs-atproto-oauth'

/**
 * Accounts are made at a server, not here. It comes back signed in, by the same callback.
 */
export default class SignupController {
  async store({ oauth, response, session }: HttpContext) {
    const server = env.get('ATPROTO_PDS_URL', 'https://bsky.social')

    try {
      return response.redirect(await oauth.authorize(server, { prompt: 'create' }))
    } catch (error) {
      if (!(error instanceof errors.SignInError)) throw error
      session.flash('inputErrorsBag', { signup: [error.message] })
      return response.redirect().back()
    }
  }
}
