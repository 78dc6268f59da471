import {
  OAuthResponseError,
  TokenInvalidError,
  TokenRefreshError,
  TokenRevokedError,
} from '@atproto/oauth-client-node'
import { E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, RestoreError } from '../errors.js'
import type { RestoreFailureReason, SessionRow } from '../types.js'

const WEEK = 7 * 24 * 60 * 60 * 1000

/**
 * How long servers keep a session, and a refresh token that is not used. Public clients, then
 * confidential ones.
 *
 * @see https://atproto.com/specs/oauth#tokens-and-session-lifetime
 */
const LIFETIMES = {
  public: { session: 2 * WEEK, idle: 2 * WEEK },
  confidential: { session: 104 * WEEK, idle: 13 * WEEK },
}

/** No server keeps a refresh token for longer than this. */
export const LONGEST_IDLE = 26 * WEEK

/**
 * A store that failed, kept apart from a server that did: its error passes through as it is.
 */
export class StoreFailure extends Error {}

/**
 * Says why a restore or a refresh failed, from the library's error and the age of the session.
 * Servers answer "invalid_grant" for a revoked and for an expired session alike.
 */
export function reasonOf(
  error: unknown,
  session: Pick<SessionRow, 'createdAt' | 'updatedAt'> & { isConfidential: boolean },
  now: number
): RestoreFailureReason {
  if (error instanceof RestoreError) {
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
export function createRestoreError(reason: RestoreFailureReason, name: string, cause?: unknown) {
  switch (reason) {
    case 'revoked':
      return new E_ATPROTO_SESSION_LOST(`The session of ${name} was ended. Sign in again`, {
        reason,
        cause,
      })
    case 'expired':
      return new E_ATPROTO_SESSION_LOST(`The session of ${name} has expired. Sign in again`, {
        reason,
        cause,
      })
    case 'unreachable':
      return new E_ATPROTO_SESSION_UNAVAILABLE(
        `The server of ${name} can't be reached now. You are still signed in; try again later`,
        { reason, cause }
      )
    case 'misconfigured':
      return new E_ATPROTO_SESSION_UNAVAILABLE(
        `The server of ${name} refuses this app. Compare config/atproto_oauth.ts with the client metadata that servers see`,
        { reason, cause }
      )
  }
}

export function keyMissing(kid: string) {
  return new E_ATPROTO_SESSION_UNAVAILABLE(
    `This session was made with the private key "${kid}", which is not in "privateKeys" any more. Put it back in config/atproto_oauth.ts, or sign in again`,
    { reason: 'misconfigured' }
  )
}

export function unreadable() {
  return new E_ATPROTO_SESSION_UNAVAILABLE(
    "The tokens of this session can't be read: they were written with another app key, or changed since. Put the former APP_KEY back, or sign in again",
    { reason: 'misconfigured' }
  )
}
