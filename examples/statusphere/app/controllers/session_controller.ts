import type { HttpContext } from '@adonisjs/core/http'
import { signInValidator } from '#validators/sign_in'

/**
 * A failed sign-in throws a `SignInError`, which redirects to the login page with a flash message.
 */
export default class SessionController {
  create({ view }: HttpContext) {
    return view.render('pages/login')
  }

  async store({ oauth, request, response }: HttpContext) {
    const { handle } = await request.validateUsing(signInValidator)
    return response.redirect(await oauth.authorize(handle))
  }

  async callback({ oauth, response }: HttpContext) {
    await oauth.callback()
    return response.redirect('/')
  }

  async destroy({ oauth, response }: HttpContext) {
    await oauth.logout()
    return response.redirect('/')
  }
}
