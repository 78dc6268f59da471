import dns, { type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { isUnicastIpHostname } from '@atproto-labs/fetch-node'

/** Names that no public name server may know. */
const RESERVED = /(^|\.)(example|invalid|local|localhost|test)$/

/** Error codes of a name server that knows no address. Any other failure may be temporary. */
const NO_ADDRESS = ['ENODATA', 'ENOTFOUND']

/**
 * How long a host waits for its IPv6 addresses once it has others, or the other way round. In
 * milliseconds; see RFC 8305, section 3.
 */
const RESOLUTION_DELAY = 50

/**
 * Finds the addresses of a host that a stranger has named, and refuses a host with one that is not
 * public.
 *
 * It does not use `dns.lookup()`, of which a process runs two at a time: names whose servers never
 * respond would hold back every other lookup, such as that of the database. What the system knows
 * of hosts without DNS, as in `/etc/hosts`, is not used.
 */
export const publicLookup: LookupFunction = (hostname, { all, family }, callback) => {
  find(hostname, family).then(
    (addresses) => {
      if (all) callback(null, addresses)
      else callback(null, addresses[0].address, addresses[0].family)
    },
    (error) => callback(error, [])
  )
}

async function find(hostname: string, family: unknown): Promise<LookupAddress[]> {
  if (RESERVED.test(hostname)) throw new Error(`"${hostname}" is not a public host`)
  const found: LookupAddress[] = []
  const lookup = async (version: 4 | 6) => {
    const addresses = await resolve(hostname, version)
    found.push(...addresses.map((address) => ({ address, family: version })))
  }
  const lookups = versionsOf(family).map(lookup)
  await Promise.any(lookups).catch(({ errors }) => Promise.reject(failureOf(hostname, errors)))
  await Promise.race([Promise.allSettled(lookups), sleep(RESOLUTION_DELAY)])
  return checkPublic(hostname, found)
}

/** Called on the module, whose functions the app's `dns.setServers()` replaces. */
function resolve(hostname: string, version: 4 | 6): Promise<string[]> {
  return version === 4 ? dns.promises.resolve4(hostname) : dns.promises.resolve6(hostname)
}

/** As `dns.lookup()` takes it. */
function versionsOf(family: unknown): (4 | 6)[] {
  if (family === 4 || family === 'IPv4') return [4]
  if (family === 6 || family === 'IPv6') return [6]
  return [4, 6]
}

/** @returns a copy, since more may be found */
function checkPublic(hostname: string, found: LookupAddress[]): LookupAddress[] {
  const isPublic = found.every(({ address, family }) =>
    isUnicastIpHostname(family === 6 ? `[${address}]` : address)
  )
  if (!isPublic) throw new Error(`"${hostname}" has an address that is not public`)
  return [...found].sort((a, b) => a.family - b.family)
}

/** With the codes of `dns.lookup()`, which tell that nothing was sent. */
function failureOf(hostname: string, errors: NodeJS.ErrnoException[]) {
  const failure = errors.find(({ code }) => !NO_ADDRESS.includes(code!))
  const message = failure
    ? `The address of "${hostname}" could not be looked up`
    : `"${hostname}" has no address`
  const error = new Error(message, { cause: failure ?? errors[0] })
  return Object.assign(error, { code: failure ? 'EAI_AGAIN' : 'ENOTFOUND' })
}
