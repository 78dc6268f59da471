import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { cookieName } from '#config/session'

const READING = ['GET', 'HEAD']

/**
 * Refuses a form that arrives without a session, before a session is created for it. Every form of
 * this app is on a page that has set the cookie. Browsers leave it out when another website submits
 * the form, and would take a new cookie instead of the visitor's own: that would sign them out.
 */
export default class KnownVisitorMiddleware {
  async handle({ request, response, view }: HttpContext, next: NextFn) {
    const isKnown = request.cookie(cookieName) !== undefined
    if (isKnown || READING.includes(request.method())) return next()

    return response.status(403).send(await view.render('pages/errors/stale_page'))
  }
}
