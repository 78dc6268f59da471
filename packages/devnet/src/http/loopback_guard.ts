import debug from '../debug.js'
import { InvalidHostError } from '../errors.js'
import type { Interceptor } from './interceptor.js'

/** a DNS name, an IPv4 address, or an IPv6 one in brackets */
const HOSTNAME = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])$/i

/**
 * Refuses what a web page of another site can send to a server on this machine: requests for a host
 * name that is not a loopback one (DNS rebinding), and those with a foreign `Origin`.
 *
 * @param allowedHosts names that are accepted besides loopback ones
 */
export function loopbackGuard(allowedHosts: readonly string[]): Interceptor {
  const isAllowed = (hostname: string) => isLoopback(hostname) || allowedHosts.includes(hostname)

  return ({ headers, url }, response, next) => {
    const host = headers.host && hostnameOf(`http://${headers.host}`)
    const origin = headers.origin && hostnameOf(headers.origin)
    const refused = [host, origin].find((name) => name !== undefined && !isAllowed(name))
    if (refused === undefined) return next()

    debug('refused %s: host %s, origin %s', url, headers.host, headers.origin)
    const message =
      `This devnet only accepts requests from this machine, not for or from "${refused || 'null'}". ` +
      'To allow another host, name it with --allow-host, or in the option "allowHosts".'
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: 'HostNotAllowed', message }))
  }
}

/** @throws InvalidHostError for anything else than a host name */
export function checkHosts(hosts: readonly string[]): string[] {
  return hosts.map((host) => {
    if (!HOSTNAME.test(host)) throw new InvalidHostError(host)
    return host.toLowerCase()
  })
}

/** Empty for what is not a URL with a host, such as the `Origin: null` of a sandboxed page. */
function hostnameOf(url: string): string {
  return URL.parse(url)?.hostname ?? ''
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}
