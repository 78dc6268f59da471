import { E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE } from '../errors.js'
import { LIFETIMES } from '../lifetimes.js'
import type { GrantRow, SessionFailureReason, SessionLostReason } from '../types.js'

/**
 * Why a server does not accept a grant's refresh token any more. It returns the same error for
 * every reason.
 *
 * @param wasSent - An earlier request with this refresh token may have reached the server
 */
export function lostReasonOf(row: GrantRow, wasSent: boolean, now: number): SessionLostReason {
  const lifetime = LIFETIMES[row.keyId ? 'confidential' : 'public']
  if (now - row.createdAt > lifetime.session || now - row.updatedAt > lifetime.idle) {
    return 'expired'
  }
  return wasSent ? 'interrupted' : 'revoked'
}

const MESSAGES: Record<SessionFailureReason, (name: string) => string> = {
  revoked: (name) => `${name}'s session was revoked. Please sign in again`,
  expired: (name) => `${name}'s session has expired. Please sign in again`,
  interrupted: (name) =>
    `${name}'s session was lost when a connection to the server broke. Please sign in again`,
  unreachable: (name) =>
    `${name}'s server can't be reached. You are still signed in. Please try again later`,
  misconfigured: (name) =>
    `${name}'s server rejected this app. Check "privateKeys", the client metadata and the clock of this machine`,
}

/**
 * The error that the app sees.
 */
export function createSessionError(
  reason: SessionFailureReason,
  { handle, did }: Pick<GrantRow, 'handle' | 'did'>,
  cause?: unknown
) {
  const isFinal = reason === 'revoked' || reason === 'expired' || reason === 'interrupted'
  const SessionError = isFinal ? E_ATPROTO_SESSION_LOST : E_ATPROTO_SESSION_UNAVAILABLE
  return new SessionError(MESSAGES[reason](handle ?? did), { reason, cause })
}

export function keyMissing(kid: string) {
  return new E_ATPROTO_SESSION_UNAVAILABLE(
    `This session needs the private key "${kid}", which is not in "privateKeys" of config/atproto_oauth.ts. Put it back, or sign in again`,
    { reason: 'misconfigured' }
  )
}

export function unreadable() {
  return new E_ATPROTO_SESSION_UNAVAILABLE(
    "The tokens of this session can't be decrypted: the app key or the row was changed. Restore the previous app key, or sign in again",
    { reason: 'misconfigured' }
  )
}
