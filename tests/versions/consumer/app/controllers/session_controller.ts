import type { HttpContext } from '@adonisjs/core/http'
import { l } from '@atproto/lex'
import { type AtprotoUser, errors } from 'adonisjs-atproto-oauth'
import * as status from '../lexicons/status.js'

export default class SessionController {
  async login({ request, oauth, response }: HttpContext) {
    const url: string = await oauth.authorize(request.input('input'), { state: { to: '/feed' } })
    // @ts-expect-error: there is no such prompt.
    await oauth.authorize('alice.test', { prompt: 'sign-up' })
    return response.redirect(url, false)
  }

  async callback({ oauth, response }: HttpContext) {
    try {
      const { user, state } = await oauth.callback()
      return response.ok({ did: user.did, handle: user.handle ?? user.did, state })
    } catch (error) {
      if (error instanceof errors.SignInError) return response.badRequest(error.message)
      throw error
    }
  }

  async write({ auth }: HttpContext) {
    const user: AtprotoUser = auth.getUserOrFail()
    // @ts-expect-error: the user is an account, not a row of the app's own.
    const email: string = user.email
    const { uri } = await user.client.create(status, {
      status: '🚀',
      createdAt: l.currentDatetimeString(),
    })
    // @ts-expect-error: the lexicon wants a status.
    await user.client.create(status, { createdAt: l.currentDatetimeString() })
    return { uri, email }
  }

  async logout({ oauth, response }: HttpContext) {
    await oauth.logout()
    return response.redirect('/')
  }
}
