import type { HttpContext } from '@adonisjs/core/http'
import { accountValidator } from '#validators/account'

/**
 * Switches between the accounts that this browser is signed in with.
 */
export default class CurrentAccountController {
  // #region switch
  async update({ oauth, request, response, session }: HttpContext) {
    const { did } = await request.validateUsing(accountValidator)
    if (await oauth.switchTo(did)) return response.redirect('/')

    session.flash('error', 'This browser is no longer signed in with that account.')
    return response.redirect('/login')
  }
  // #endregion switch
}
