import { randomUUID } from 'node:crypto'
import type { GrantRow, GrantTokens, StateRow, Stores } from '../../types.js'

export const NOW = 1_800_000_000_000
export const HOUR = 60 * 60 * 1000
export const LONG_TEXT = 'é'.repeat(8_000)

export function grantRow(changes: Partial<GrantRow> = {}): GrantRow {
  return {
    id: randomUUID(),
    sessionId: randomUUID(),
    did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
    handle: 'alice.example.com',
    issuer: 'https://server.example.com',
    scope: 'atproto repo:xyz.statusphere.status',
    keyId: 'key-1',
    tokens: LONG_TEXT,
    expiresAt: NOW + HOUR,
    version: 1,
    sentVersion: null,
    isBackground: false,
    userAgent: 'Mozilla/5.0',
    createdAt: NOW,
    updatedAt: NOW,
    lastUsedAt: NOW,
    ...changes,
  }
}

export function newTokens(changes: Partial<GrantTokens> = {}): GrantTokens {
  const updatedAt = NOW + 1
  return { tokens: 'new', scope: 'atproto', keyId: null, expiresAt: null, updatedAt, ...changes }
}

export function stateRow(changes: Partial<StateRow> = {}): StateRow {
  return {
    id: randomUUID(),
    data: LONG_TEXT,
    browser: randomUUID(),
    address: null,
    expiresAt: NOW,
    ...changes,
  }
}

export const countTrue = (results: boolean[]) => results.filter(Boolean).length

export interface StoresRequirement {
  title: string
  run(stores: Stores): Promise<void>
}
