import vine from '@vinejs/vine'
import { parseIdentifier } from '../identifier.js'

/**
 * Accepts a handle, a DID or a server address, and normalizes it.
 *
 * @example
 * vine.string().use(atprotoIdentifier())
 */
export const atprotoIdentifier = vine.createRule((value, _, field) => {
  const identifier = typeof value === 'string' ? parseIdentifier(value) : null
  if (identifier === null) {
    field.report(
      'The {{ field }} field must be a handle like alice.example.com, a DID, or a server address',
      'atprotoIdentifier',
      field
    )
    return
  }
  field.mutate(identifier, field)
})
