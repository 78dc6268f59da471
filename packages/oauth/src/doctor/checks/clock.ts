import { findingsOf } from '../findings.js'
import type { Check } from '../types.js'

const { ok, warning, error } = findingsOf('Clock')

/** Signatures that are older than a minute, or of the future, are refused. In milliseconds. */
const TOLERATED = 5_000

const PLC = 'https://plc.directory'

/**
 * Compares the clock of this machine with the database's and a server's: signatures have the time.
 */
export const checkClock: Check = async ({ config, fetch }) => {
  const findings = []
  const database = await config.stores.grants.now?.().catch(() => undefined)
  if (database !== undefined && isOff(database - Date.now())) {
    findings.push(
      warning(
        `The clock of the database differs by ${Math.round((database - Date.now()) / 1000)} s`,
        'Let NTP set the clock of both machines'
      )
    )
  }

  const response = await fetch(new URL('/_health', config.network.plcUrl ?? PLC)).catch(() => null)
  await response?.body?.cancel()
  const date = response?.headers.get('date')
  if (!date) {
    findings.push(
      warning('No server was reached to compare the clock with', 'Allow requests to other hosts')
    )
  } else if (isOff(Date.parse(date) - Date.now())) {
    findings.push(
      error(
        `The clock differs from a server's by ${Math.round((Date.parse(date) - Date.now()) / 1000)} s, so servers refuse signatures`,
        'Let NTP set the clock of this machine'
      )
    )
  }
  return findings.length ? findings : [ok("It agrees with the database's and a server's")]
}

function isOff(difference: number) {
  return Math.abs(difference) > TOLERATED
}
