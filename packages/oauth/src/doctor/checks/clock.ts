import { findingsOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, warning, error } = findingsOf('Clock')

/**
 * In milliseconds. Servers reject signatures that are older than a minute or dated in the future.
 */
const TOLERATED = 5_000

const PLC = 'https://plc.directory'

/**
 * Compares the clock with those of the database and of a server, because signatures are dated.
 */
export const checkClock: Check = async ({ config, fetch }) => {
  const findings = []
  const database = await config.stores.grants.now?.().catch(() => undefined)
  if (database !== undefined && isOff(database - Date.now())) {
    findings.push(
      warning(
        `The clock of the database differs by ${Math.round((database - Date.now()) / 1000)} s`,
        'Synchronize the clocks of both machines with NTP'
      )
    )
  }

  const response = await fetch(new URL('/_health', config.network.plcUrl ?? PLC)).catch(() => null)
  await response?.body?.cancel()
  const date = response?.headers.get('date')
  if (!date) {
    findings.push(
      warning(
        'No server responded, so the clock could not be checked',
        'Allow requests to other hosts'
      )
    )
  } else if (isOff(Date.parse(date) - Date.now())) {
    findings.push(
      error(
        `The clock differs from a server's by ${Math.round((Date.parse(date) - Date.now()) / 1000)} s, so servers refuse signatures`,
        'Synchronize the clock of this machine with NTP'
      )
    )
  }
  return findings.length
    ? findings
    : [ok('The clock matches those of the database and of a server')]
}

function isOff(difference: number) {
  return Math.abs(difference) > TOLERATED
}
