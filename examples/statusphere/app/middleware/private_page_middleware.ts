import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * Prevents caching of pages that depend on the session cookie.
 */
export default class PrivatePageMiddleware {
  async handle({ response }: HttpContext, next: NextFn) {
    response.header('cache-control', 'private, no-store')
    response.vary('cookie')
    return next()
  }
}
