import type { AtprotoUser } from './atproto_user.js'
import type { SessionLostReason } from './types.js'

/**
 * The events of this package, by name.
 */
export interface OAuthEvents {
  'atproto:signed_in': { user: AtprotoUser }
  'atproto:signed_out': { did: string; sessionId: string }
  'atproto:session_lost': { did: string; sessionId: string; reason: SessionLostReason }
}
