/**
 * Why a session can't be used. `revoked`, `expired` and `interrupted` are final and end it;
 * `unreachable` and `misconfigured` keep it, and it works again once the cause is fixed.
 *
 * - `interrupted`: a refresh was sent, its response was lost, and the server does not accept the
 *   tokens from before any more.
 */
export type SessionFailureReason =
  'revoked' | 'expired' | 'interrupted' | 'unreachable' | 'misconfigured'

/**
 * The reasons that end a session.
 */
export type SessionLostReason = Extract<SessionFailureReason, 'revoked' | 'expired' | 'interrupted'>
