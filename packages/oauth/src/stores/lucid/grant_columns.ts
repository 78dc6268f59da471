import type { GrantInfo, GrantRow } from '../../types.js'

const COLUMNS: Record<keyof GrantRow, string> = {
  id: 'id',
  sessionId: 'session_id',
  did: 'did',
  handle: 'handle',
  issuer: 'issuer',
  scope: 'scope',
  keyId: 'key_id',
  tokens: 'tokens',
  expiresAt: 'expires_at',
  version: 'version',
  sentVersion: 'sent_version',
  isBackground: 'is_background',
  userAgent: 'user_agent',
  createdAt: 'granted_at',
  updatedAt: 'changed_at',
  lastUsedAt: 'last_used_at',
}

/** What pages need, but the session, which they know. */
export const INFO_COLUMNS = [
  COLUMNS.id,
  COLUMNS.did,
  COLUMNS.handle,
  COLUMNS.issuer,
  COLUMNS.scope,
  COLUMNS.version,
  COLUMNS.isBackground,
  COLUMNS.lastUsedAt,
]

export function toColumns(row: Partial<GrantRow>) {
  const entries = Object.entries(row).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [COLUMNS[key as keyof GrantRow], value]))
}

const toNumberOrNull = (value: unknown) => (value === null ? null : Number(value))

/**
 * PostgreSQL returns big integers as strings, SQLite and MySQL return booleans as numbers. Written
 * out, since every page of a signed-in browser comes through here.
 */
export function toInfo(columns: Record<string, any>): GrantInfo {
  return {
    id: columns.id,
    sessionId: columns.session_id,
    did: columns.did,
    handle: columns.handle,
    issuer: columns.issuer,
    scope: columns.scope,
    version: Number(columns.version),
    isBackground: Boolean(columns.is_background),
    lastUsedAt: Number(columns.last_used_at),
  }
}

export function toRow(columns: Record<string, any>): GrantRow {
  return {
    ...toInfo(columns),
    keyId: columns.key_id,
    tokens: columns.tokens,
    expiresAt: toNumberOrNull(columns.expires_at),
    sentVersion: toNumberOrNull(columns.sent_version),
    userAgent: columns.user_agent,
    createdAt: Number(columns.granted_at),
    updatedAt: Number(columns.changed_at),
  }
}
