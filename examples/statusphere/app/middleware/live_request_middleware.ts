import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

const UID = /^[\w-]{8,64}$/

/**
 * Rejects requests that Transmit would crash on, because it expects the fields that its own client
 * sends.
 */
export default class LiveRequestMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    const { uid, channel = '' } = request.all()
    if (typeof channel !== 'string' || typeof uid !== 'string' || !UID.test(uid)) {
      throw new Exception('"uid" or "channel" is missing or invalid', { status: 400 })
    }
    if (request.method() === 'POST' && channel === '') {
      throw new Exception('"channel" is missing', { status: 400 })
    }
    return next()
  }
}
