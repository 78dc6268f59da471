import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { authHeaders } from '../auth_headers.js'
import type { ResolvedTapConfig } from '../types.js'

type Config = Pick<ResolvedTapConfig, 'adminPassword'>

/**
 * Whether the request has the admin password, which the Tap server sends. Without a password, it
 * must be a request that another website can't send from the developer's browser.
 */
export function isAuthorized({ headers }: IncomingMessage, config: Config): boolean {
  const { authorization } = authHeaders(config)
  if (!authorization) return /^application\/json\b/i.test(headers['content-type'] ?? '')
  return isEqual(headers.authorization ?? '', authorization)
}

/** Compares in constant time, for any length. */
function isEqual(one: string, other: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(one), digest(other))
}
