import { HANDLE_DOMAIN, toHandle } from '../handle.js'
import type { AccountSeed } from '../types.js'

export const DEFAULT_ACCOUNTS = ['alice', 'bob', 'carla']

/** Fills in the defaults. The same seed always gives the same account. */
export function completeSeed(seed: string | AccountSeed): Required<AccountSeed> {
  const { handle: input, password, email } = typeof seed === 'string' ? { handle: seed } : seed
  const handle = toHandle(input)
  const name = handle.slice(0, -HANDLE_DOMAIN.length)
  return {
    handle,
    password: password ?? `${name}-password`,
    email: email ?? `${name}@example.com`,
  }
}
