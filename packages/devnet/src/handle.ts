import { InvalidHandleError } from './errors.js'

export const HANDLE_DOMAIN = '.test'

const HANDLE = /^[a-z0-9](?:[a-z0-9-]{1,16})[a-z0-9]\.test$/

/**
 * Normalizes a handle: `alice` → `alice.test`.
 *
 * @throws InvalidHandleError unless the PDS can host it
 */
export function toHandle(input: string): string {
  const lower = input.trim().toLowerCase().replace(/^@/, '')
  const handle = lower.includes('.') ? lower : `${lower}${HANDLE_DOMAIN}`
  if (!HANDLE.test(handle)) throw new InvalidHandleError(input)
  return handle
}
