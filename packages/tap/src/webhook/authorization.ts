import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { authHeaders } from '../auth_headers.js'
import type { ResolvedTapConfig } from '../types.js'

type Config = Pick<ResolvedTapConfig, 'adminPassword'>

/**
 * Whether the request comes from the Tap server, which sends its own admin password. Without a
 * password, it has to be one that a page in the developer's browser can't send unasked.
 */
export function isAuthorized({ headers }: IncomingMessage, config: Config): boolean {
  const { authorization } = authHeaders(config)
  if (!authorization) return /^application\/json\b/i.test(headers['content-type'] ?? '')
  return isEqual(headers.authorization ?? '', authorization)
}

/** Takes the same time wherever the two differ, and however long they are. */
function isEqual(one: string, other: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(one), digest(other))
}
