import type { GrantRow } from '../types.js'

/**
 * What an account's owner may see of a grant, to recognize it and to end it.
 */
export interface AccountSession {
  /** For `endSession()`. Nobody can sign in with it. */
  id: string
  createdAt: Date
  /** Exact to a tenth of the browser session's life. */
  lastUsedAt: Date
  /** As the browser sent it. */
  userAgent: string | null
  scopes: string[]
  /** Lives on without a browser. */
  isBackground: boolean
  /** Whether a browser is signed in with it. */
  hasBrowser: boolean
}

/** The newest use first. */
export function describeSessions(rows: GrantRow[]): AccountSession[] {
  return rows
    .sort((a, b) => b.lastUsedAt - a.lastUsedAt || b.createdAt - a.createdAt)
    .map((row) => ({
      id: row.id,
      createdAt: new Date(row.createdAt),
      lastUsedAt: new Date(row.lastUsedAt),
      userAgent: row.userAgent,
      scopes: row.scope.split(' '),
      isBackground: row.isBackground,
      hasBrowser: row.sessionId !== null,
    }))
}
