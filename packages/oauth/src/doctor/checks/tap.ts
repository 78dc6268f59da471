import { findingsOf, reasonOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, error } = findingsOf('Tap')

/**
 * Checks the health of the Tap server, in apps that use one.
 */
export const checkTap: Check = async ({ tap }) => {
  if (!tap) return []
  try {
    await tap.health()
    return [ok('The Tap server is healthy')]
  } catch (cause) {
    const { help } = cause as { help?: string }
    const fix = help ?? 'Start the Tap server, and check TAP_URL and TAP_ADMIN_PASSWORD'
    return [error(reasonOf(cause), fix)]
  }
}
