import type { OAuthClientMetadataInput } from '@atproto/oauth-client-node'
import type { ResolvedOAuthConfig } from '../types.js'

export interface Finding {
  /** What was checked. */
  check: string
  status: 'ok' | 'warning' | 'error'
  message: string
  /** How to fix it. */
  fix?: string
}

/** The part of the Tap package that is used here: it may not be installed. */
export interface TapLike {
  health(): Promise<unknown>
}

/**
 * What checks look at.
 */
export interface DoctorContext {
  config: ResolvedOAuthConfig
  /** The metadata in the code. The deployed document may be older. */
  metadata: OAuthClientMetadataInput
  /** Fetches as a server would, and does not follow redirects. */
  fetch(url: URL | string): Promise<Response>
  session: { sameSite?: unknown; secure?: unknown }
  tap?: TapLike
}

export type Check = (context: DoctorContext) => Promise<Finding[]>
