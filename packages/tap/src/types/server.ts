import type { DidString } from '@atproto/syntax'

/**
 * What the server knows about a repo. `state` is `pending`, `desynchronized`, `resyncing`,
 * `active`, `takendown`, `suspended`, `deactivated` or `error`.
 */
export interface RepoInfo {
  did: string
  handle: string
  state: string
  rev: string
  records: number
  error?: string
  retries?: number
}

export interface DidDocument {
  id: DidString
  alsoKnownAs?: string[]
  verificationMethod?: { id: string; type: string; controller: string; [key: string]: unknown }[]
  service?: { id: string; type: string; serviceEndpoint: unknown }[]
  [key: string]: unknown
}

export interface TapCursors {
  /**
   * The sequence number of the last event from the relay; `null` if the server follows no relay.
   */
  firehose: number | null
  /** The position in the relay's list of repos; `null` if the server does not enumerate them. */
  listRepos: string | null
}
