import { isAtprotoDid } from '@atproto/oauth-client-node'
import { isValidHandle } from '@atproto/syntax'

/**
 * Control and formatting characters that are copied along with a handle from a profile page.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu

/** The longest DID; handles and addresses are much shorter. */
const MAX_LENGTH = 2_048

/**
 * Parses what people type or paste into a sign-in field: a handle, a DID, or a server address.
 * Returns its normalized form, or null when it is none of them.
 */
export function parseIdentifier(input: string): string | null {
  if (input.length > MAX_LENGTH) {
    return null
  }

  const value = input.replace(INVISIBLE, '').trim()
  if (/^https?:\/\//i.test(value)) return parseService(value)

  const name = value.replace(/^at:\/\//, '').replace(/^@/, '')
  if (name.startsWith('did:')) {
    return isAtprotoDid(name) ? name : null
  }

  const handle = name.toLowerCase()
  return isValidHandle(handle) ? handle : null
}

/**
 * Parses the address of a server, with https as the default scheme. Returns its origin, or null if
 * it is not a valid address.
 */
export function parseService(input: string): `https://${string}` | `http://${string}` | null {
  if (input.length > MAX_LENGTH) return null
  const value = input.replace(INVISIBLE, '').trim()
  const hasScheme = /^https?:\/\//i.test(value)
  if (!hasScheme && !/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/|$)/i.test(value)) return null

  const address = hasScheme ? value : `https://${value}`
  if (!URL.canParse(address)) return null
  const { origin, username, password } = new URL(address)
  // "https://bsky.social@example.com" is the address of example.com.
  return username || password ? null : (origin as `https://${string}`)
}
