import { isIPv4, isIPv6 } from 'node:net'

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  // The URL parser writes every IPv6 address in one way.
  const normalized = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [left, right] = normalized.split('::').map((part) => part.split(':').filter(Boolean))
  if (!right) return left
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}

/**
 * Returns what counts as one address: an IPv4 address in either notation, or an IPv6 /64 network,
 * which providers assign to one customer.
 */
export function addressKey(ip: string): string {
  if (!isIPv4(ip) && !isIPv6(ip)) return ip
  const groups = groupsOf(isIPv4(ip) ? `::ffff:${ip}` : ip.replace(/%.*$/, ''))
  const isMapped = groups.slice(0, 6).join() === '0,0,0,0,0,ffff'
  return (isMapped ? groups.slice(6) : groups.slice(0, 4)).join(':')
}
