import { InvalidHandleError } from '../errors.js'
import type { AccountSeed } from '../types.js'

export const DEFAULT_ACCOUNTS = ['alice', 'bob', 'carla']

const HANDLE_DOMAIN = '.test'
const HANDLE = /^[a-z0-9](?:[a-z0-9-]{1,16})[a-z0-9]\.test$/

/** `alice` → `alice.test`. @throws InvalidHandleError for what this network's PDS would not host */
export function toHandle(input: string): string {
  const lower = input.trim().toLowerCase().replace(/^@/, '')
  const handle = lower.includes('.') ? lower : `${lower}${HANDLE_DOMAIN}`
  if (!HANDLE.test(handle)) throw new InvalidHandleError(input)
  return handle
}

/** Fills in what was left out; the same seed gives the same account details every time. */
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
