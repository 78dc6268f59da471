import {
  OAuthResponseError,
  TokenInvalidError,
  TokenRefreshError,
  TokenRevokedError,
} from '@atproto/oauth-client-node'
import { E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, SessionError } from '../errors.js'
import { LIFETIMES } from '../lifetimes.js'
import type { SessionFailureReason, SessionRow } from '../types.js'

/**
 * Says why a restore or a refresh failed, from the library's error and the age of the session.
 * Servers answer "invalid_grant" for a revoked and for an expired session alike.
 */
export function reasonOf(
  error: unknown,
  session: Pick<SessionRow, 'createdAt' | 'updatedAt'> & { isConfidential: boolean },
  now: number
): SessionFailureReason {
  if (error instanceof SessionError) {
    return error.reason
  }

  if (error instanceof TokenInvalidError || error instanceof TokenRevokedError) {
    return 'revoked'
  }

  if (error instanceof TokenRefreshError) {
    const lifetime = LIFETIMES[session.isConfidential ? 'confidential' : 'public']
    const isOver =
      now - session.createdAt > lifetime.session || now - session.updatedAt > lifetime.idle
    // Without a cause no server was asked: there is no refresh token to ask with.
    return isOver || error.cause === undefined ? 'expired' : 'revoked'
  }

  if (error instanceof OAuthResponseError && error.status < 500 && error.status !== 429) {
    return 'misconfigured'
  }

  return 'unreachable'
}

/**
 * The error that the app sees.
 *
 * @param name - Handle or DID of the account
 */
export function createSessionError(reason: SessionFailureReason, name: string, cause?: unknown) {
  switch (reason) {
    case 'revoked':
      return new E_ATPROTO_SESSION_LOST(`${name}'s session was revoked. Please sign in again`, {
        reason,
        cause,
      })
    case 'expired':
      return new E_ATPROTO_SESSION_LOST(`${name}'s session has expired. Please sign in again`, {
        reason,
        cause,
      })
    case 'unreachable':
      return new E_ATPROTO_SESSION_UNAVAILABLE(
        `${name}'s server can't be reached. You are still signed in. Please try again later`,
        { reason, cause }
      )
    case 'misconfigured':
      return new E_ATPROTO_SESSION_UNAVAILABLE(
        `${name}'s server rejected this app. Check "privateKeys" and the client metadata`,
        { reason, cause }
      )
  }
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
