import type { HttpContext } from '@adonisjs/core/http'
import { E_ATPROTO_CROSS_SITE, E_ATPROTO_WRONG_HOST } from './errors.js'
import type { ResolvedOAuthConfig } from './types.js'

type Request = HttpContext['request']

function hostOf(url: string | undefined): string | null {
  return url && URL.canParse(url) ? new URL(url).host : null
}

/** Only forms need this check: following a link to a login page signs nobody in. */
function isCrossSite(request: Request, hosts: (string | null)[]): boolean {
  if (['GET', 'HEAD'].includes(request.method())) return false
  const site = request.header('sec-fetch-site')
  if (site) return site === 'cross-site'
  // Some browsers send only the origin. Other clients send neither header.
  const origin = request.header('origin')
  return origin !== undefined && !hosts.includes(hostOf(origin))
}

/**
 * Checks where a sign-in was started. It must be at the address of the config, because that is
 * where the callback needs the cookies. And a form on another site could sign a visitor in to
 * somebody else's account.
 *
 * @throws E_ATPROTO_CROSS_SITE, E_ATPROTO_WRONG_HOST
 */
export function checkOrigin(
  request: Request,
  { appUrl, anyHost, loginPath }: ResolvedOAuthConfig
): void {
  const host = request.host()
  if (isCrossSite(request, [appUrl.host, host])) {
    throw new E_ATPROTO_CROSS_SITE(
      'This sign-in was started on another website. Please start again here',
      { loginPath }
    )
  }

  if (anyHost) return
  // Some proxies replace the host of the request. Then the browser's own headers have the page.
  const page = hostOf(request.header('origin')) ?? hostOf(request.header('referer'))
  if (host !== appUrl.host && page !== appUrl.host) {
    throw new E_ATPROTO_WRONG_HOST(
      `Open the app at ${appUrl.origin} instead of ${host}: your server redirects to that address`,
      { loginPath: new URL(loginPath, appUrl).href }
    )
  }
}
