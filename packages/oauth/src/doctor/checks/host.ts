import { findingsOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, warning, error } = findingsOf('Host')

/**
 * Checks that the app is at one host: sign-ins end at the host of `appUrl` only.
 */
export const checkHost: Check = async ({ config: { appUrl }, fetch }) => {
  const response = await fetch(appUrl).catch(() => null)
  await response?.body?.cancel()
  const location = response?.headers.get('location')
  const target = location ? new URL(location, appUrl) : appUrl
  if (target.host !== appUrl.host) {
    return [
      error(
        `${appUrl.href} redirects to ${target.host}, so sign-ins start and end at different hosts`,
        `Set APP_URL to ${target.origin}, or remove the redirect`
      ),
    ]
  }

  const other = new URL(appUrl)
  other.hostname = appUrl.hostname.startsWith('www.')
    ? appUrl.hostname.slice(4)
    : `www.${appUrl.hostname}`
  const alias = await fetch(other).catch(() => null)
  await alias?.body?.cancel()
  if (alias?.status === 200) {
    return [
      warning(
        `${other.host} serves the app too, but nobody is signed in there`,
        `Redirect ${other.host} to ${appUrl.host}`
      ),
    ]
  }
  return [ok(`The app is at ${appUrl.host} only`)]
}
