import { checkClock } from './checks/clock.js'
import { checkHost } from './checks/host.js'
import { checkKeys } from './checks/keys.js'
import { checkLocalAddress } from './checks/local_address.js'
import { checkLocalNetwork } from './checks/local_network.js'
import { checkMetadata } from './checks/metadata.js'
import { checkSession } from './checks/session.js'
import { checkStorage } from './checks/storage.js'
import { checkTap } from './checks/tap.js'
import { findingsOf } from './findings.js'
import type { Check, DoctorContext, Finding } from './types.js'

const DEPLOYED: Check[] = [checkMetadata, checkKeys, checkHost, checkStorage, checkClock]
const LOCAL: Check[] = [checkLocalAddress, checkLocalNetwork, checkStorage]
const BOTH: Check[] = [checkSession, checkTap]

/**
 * Runs the checks of a deployed app, or those of a development setup.
 */
export async function examine(context: DoctorContext, isLocal: boolean): Promise<Finding[]> {
  if (context.config.isLoopback && !isLocal) return [notDeployed(context)]
  const checks = [...(isLocal ? LOCAL : DEPLOYED), ...BOTH]
  const findings = await Promise.all(checks.map((check) => check(context)))
  return findings.flat()
}

function notDeployed({ config }: DoctorContext): Finding {
  return findingsOf('Config').error(
    `"appUrl" is ${config.appUrl.origin}, which no account server can reach`,
    'Set APP_URL to the https address of the deployed app, or check this machine with --local'
  )
}
