import type { HttpContext } from '@adonisjs/core/http'
import { signInValidator } from '#validators/sign_in'
import { signOutValidator } from '#validators/sign_out'

/**
 * A failed sign-in throws a `SignInError`, which redirects to the login page with a flash message.
 */
export default class SessionController {
  create({ view }: HttpContext) {
    return view.render('pages/login')
  }

  // #region sign-in
  /** Other accounts of this browser stay signed in. */
  async store({ oauth, request, response }: HttpContext) {
    const { handle } = await request.validateUsing(signInValidator)
    return response.redirect(await oauth.authorize(handle, { addAccount: true }))
  }

  async callback({ oauth, response }: HttpContext) {
    const { returnTo } = await oauth.callback()
    return response.redirect(returnTo ?? '/')
  }
  // #endregion sign-in

  /** Without a DID, this browser signs out of all its accounts. */
  async destroy({ oauth, request, response }: HttpContext) {
    const { did } = await request.validateUsing(signOutValidator)
    await oauth.logout(did)
    return response.redirect('/')
  }
}
