import type { Jwk } from '@atproto/oauth-client-node'
import type { GrantStore } from '../types.js'

export interface KeyUsage {
  keyId: string
  /** `current` signs new sign-ins, `old` keeps the grants that were made with it. */
  role: 'current' | 'old' | 'missing'
  /** How many grants need the key: without it they can't be refreshed. */
  grants: number
}

/**
 * The keys of the config in their order, then those that grants need but the config does not have.
 */
export async function keyUsages(keys: Jwk[], store: GrantStore): Promise<KeyUsage[]> {
  const rows = await store.countByKey()
  const counts = new Map(rows.map(({ keyId, count }) => [keyId, count]))
  const configured = keys.map((key, index): KeyUsage => {
    const keyId = key.kid!
    return { keyId, role: index === 0 ? 'current' : 'old', grants: counts.get(keyId) ?? 0 }
  })

  const known = new Set<string | null>([null, ...configured.map(({ keyId }) => keyId)])
  const missing = [...counts]
    .filter(([keyId]) => !known.has(keyId))
    .map(([keyId, grants]): KeyUsage => ({ keyId: keyId!, role: 'missing', grants }))
  return [...configured, ...missing]
}
