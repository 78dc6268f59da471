import vine from '@vinejs/vine'
import { parseService } from '../identifier.js'

/**
 * Accepts the address of an account server, as it is typed, and normalizes it to an origin.
 *
 * @example
 * vine.string().use(atprotoService())
 */
export const atprotoService = vine.createRule((value, _, field) => {
  const service = typeof value === 'string' ? parseService(value) : null
  if (service === null) {
    field.report(
      'The {{ field }} field must be the address of a server, like https://example.com',
      'atproto.service',
      field
    )
    return
  }
  field.mutate(service, field)
})
