import type { ResolvedOAuthConfig } from './types.js'

const MAX_LENGTH = 2_048

/** Browsers drop or rewrite these, so that a path becomes another address. */
const AMBIGUOUS = /[\p{Cc}\p{Cf}\s\\]/u

/**
 * Returns the path of a page of the app, or null for anything that could lead to another site. The
 * input may come from a query string.
 */
export function safeReturnTo(
  input: unknown,
  {
    appUrl,
    loginPath,
    redirectPath,
  }: Pick<ResolvedOAuthConfig, 'appUrl' | 'loginPath' | 'redirectPath'>
): string | null {
  if (typeof input !== 'string' || input.length > MAX_LENGTH || AMBIGUOUS.test(input)) return null
  const isAddress = /^https?:\/\//i.test(input)
  if (!isAddress && !/^\/(?!\/)/.test(input)) return null
  if (!URL.canParse(input, appUrl.href)) return null

  const { origin, pathname, search, hash, username, password } = new URL(input, appUrl)
  if (origin !== appUrl.origin || username || password) return null
  // "/.//example.com" is the path "//example.com", which is another address.
  if (pathname.startsWith('//') || !pathname.startsWith(appUrl.pathname)) return null
  // The callback can't be returned to.
  const callbackPath = new URL(`.${redirectPath}`, appUrl).pathname
  return [loginPath, callbackPath].includes(pathname) ? null : pathname + search + hash
}
