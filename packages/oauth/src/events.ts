import type { AtprotoUser } from './atproto_user.js'
import type { SessionLostReason } from './types.js'

/**
 * The grant that an event is about. `sessionId` is null for a grant that no browser holds.
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
  'atproto:session_lost': GrantEvent & { reason: SessionLostReason }
  /** `handle` is undefined when the account's handle does not hold any more. */
  'atproto:handle_changed': {
    did: string
    grantId: string
    handle: string | undefined
    previous: string | undefined
  }
}
