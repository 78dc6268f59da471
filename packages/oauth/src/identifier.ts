import { isAtprotoDid } from '@atproto/oauth-client-node'
import { isValidHandle } from '@atproto/syntax'

/**
 * Control and formatting characters that come along when a handle is copied from a profile.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu

/** A DID may have 2,048 characters; nothing else comes near. */
const MAX_LENGTH = 2_048

/**
 * Reads what people type or paste into a sign-in field: a handle, a DID, or a server's address.
 * Answers the form that the network knows, or null when it is none of them.
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
