import { findingsOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, error } = findingsOf('Network')

/**
 * Checks that the servers of a local network are running.
 */
export const checkLocalNetwork: Check = async ({ config: { network }, fetch }) => {
  const { plcUrl, handleResolver } = network
  if (!plcUrl && !handleResolver) return [ok('The app uses the public network')]
  if (!plcUrl || !handleResolver) {
    return [
      error(
        `Only one of "plcUrl" and "handleResolver" is set`,
        'For a local network, set both ATPROTO_PLC_URL and ATPROTO_HANDLE_RESOLVER in .env. Otherwise, set neither'
      ),
    ]
  }
  const servers = { plcUrl, ...(typeof handleResolver === 'string' ? { handleResolver } : {}) }
  const findings = []
  for (const [name, url] of Object.entries(servers)) {
    const path = name === 'plcUrl' ? '/_health' : '/xrpc/_health'
    const response = await fetch(new URL(path, url)).catch(() => null)
    await response?.body?.cancel()
    if (!response?.ok) {
      findings.push(
        error(
          `"${name}" is ${url}, where nothing responds`,
          'Start the local network with "npx atproto-devnet"'
        )
      )
    }
  }
  return findings.length ? findings : [ok('The local network is running')]
}
