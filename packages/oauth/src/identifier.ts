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

  if (/^https?:\/\//i.test(value)) {
    return URL.canParse(value) ? new URL(value).origin : null
  }

  const name = value.replace(/^at:\/\//, '').replace(/^@/, '')
  if (name.startsWith('did:')) {
    return isAtprotoDid(name) ? name : null
  }

  const handle = name.toLowerCase()
  return isValidHandle(handle) ? handle : null
}
