import { findingsOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, warning, error } = findingsOf('Address')

/**
 * Checks that the app is at the loopback address that servers redirect to.
 */
export const checkLocalAddress: Check = async ({ config: { appUrl, isLoopback }, fetch }) => {
  if (!isLoopback) {
    return [
      warning(
        `"appUrl" is ${appUrl.origin}, which account servers have to reach`,
        'Set APP_URL to http://127.0.0.1:3333 on your own machine'
      ),
    ]
  }
  const isUp = async (url: URL) => {
    const response = await fetch(url).catch(() => null)
    await response?.body?.cancel()
    return response !== null
  }
  if (await isUp(appUrl)) return [ok(`The app is at ${appUrl.origin}`)]
  const localhost = new URL(appUrl)
  localhost.hostname = 'localhost'
  if (await isUp(localhost)) {
    return [
      error(
        `The app is at ${localhost.origin}, but not at ${appUrl.origin}, where servers redirect to`,
        'Set HOST to 127.0.0.1 in .env'
      ),
    ]
  }
  return [
    warning(
      `Nothing is running at ${appUrl.origin}`,
      'Start the app with "node ace serve", and make sure that PORT and APP_URL in .env have the same port'
    ),
  ]
}
