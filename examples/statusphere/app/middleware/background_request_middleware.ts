import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * A page that refreshes itself, or listens to the feed, reads the session and must not write it:
 * its answer may arrive after that of a sign-in, and would put the older cookie back.
 */
export default class BackgroundRequestMiddleware {
  async handle({ request, response }: HttpContext, next: NextFn) {
    await next()

    const isBackground =
      request.header('x-live-refresh') !== undefined || request.url().startsWith('/__transmit/')
    if (isBackground && !response.headersSent) response.removeHeader('set-cookie')
  }
}
