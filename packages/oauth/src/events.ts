import type { AtprotoUser } from './atproto_user.js'
import type { SignInError } from './errors.js'
import type { SessionLostReason } from './types.js'

/**
 * The grant of the event. `sessionId` is null for a grant without a browser.
 */
interface GrantEvent {
  did: string
  sessionId: string | null
  grantId: string
}

/**
 * The events of this package, by name.
 */
export interface OAuthEvents {
  'atproto:signed_in': { user: AtprotoUser }
  'atproto:signed_out': GrantEvent
  /** At the login form (`authorize`), or on the way back from the account's server (`callback`). */
  'atproto:sign_in_failed': { step: 'authorize' | 'callback'; error: SignInError }
  /** `scopes` are the granted scopes from now on. */
  'atproto:session_refreshed': GrantEvent & { scopes: string[] }
  'atproto:session_lost': GrantEvent & { reason: SessionLostReason }
  /** `handle` is undefined if the account's handle can no longer be verified. */
  'atproto:handle_changed': {
    did: string
    grantId: string
    handle: string | undefined
    previous: string | undefined
  }
}
