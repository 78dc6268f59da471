import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { cookieName } from '#config/session'

const READING = ['GET', 'HEAD']

/**
 * Rejects forms without a session cookie, before a session is created for them. Every form of this
 * app is on a page that sets the cookie. Browsers leave it out when another website submits the
 * form. A new session cookie would then replace the visitor's own and sign them out.
 */
export default class KnownVisitorMiddleware {
  async handle({ request, response, view }: HttpContext, next: NextFn) {
    const isKnown = request.cookie(cookieName) !== undefined
    if (isKnown || READING.includes(request.method())) return next()

    return response.status(403).send(await view.render('pages/errors/stale_page'))
  }
}
