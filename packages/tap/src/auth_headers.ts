import { formatAdminAuthHeader } from '@atproto/tap'
import type { ResolvedTapConfig } from './types.js'

/**
 * The Tap server wants its admin password on every HTTP request and on the WebSocket handshake.
 */
export function authHeaders({
  adminPassword,
}: Pick<ResolvedTapConfig, 'adminPassword'>): Record<string, string> {
  return adminPassword ? { authorization: formatAdminAuthHeader(adminPassword.release()) } : {}
}
