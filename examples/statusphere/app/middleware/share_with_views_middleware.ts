import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import Account from '#models/account'

/**
 * What the layout shows on every page: who is signed in, and which colours they chose.
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
