/**
 * Limits how many sign-ins one network address may start.
 */
import limiter from '@adonisjs/limiter/services/main'
import env from '#start/env'

const PER_MINUTE = 20

export const signInLimit = limiter.define('sign_in', () => {
  return limiter.allowRequests(env.get('SIGN_INS_PER_MINUTE', PER_MINUTE)).every('1 minute')
})
