import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/**
 * Live updates read the session but must not write it: their response may arrive after the response
 * to a sign-in, and would overwrite the new session cookie with the old one.
 */
export default class BackgroundRequestMiddleware {
  async handle({ request, response }: HttpContext, next: NextFn) {
    await next()

    const isBackground =
      request.header('x-live-refresh') !== undefined || request.url().startsWith('/__transmit/')
    if (isBackground && !response.headersSent) response.removeHeader('set-cookie')
  }
}
