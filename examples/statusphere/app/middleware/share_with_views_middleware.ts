import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import Account from '#models/account'

/**
 * Shares what the layout needs on every page: the signed-in account and the chosen theme.
 */
export default class ShareWithViewsMiddleware {
  async handle({ auth, request, view }: HttpContext, next: NextFn) {
    const { user } = auth
    const account = user && (await Account.find(user.did))

    view.share({
      theme: request.plainCookie('theme', 'auto'),
      me: user && {
        did: user.did,
        name: account?.name ?? user.handle ?? 'you',
        slug: account?.slug ?? user.did,
      },
    })
    return next()
  }
}
