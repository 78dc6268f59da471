import { InvalidFaultError } from '../errors.js'
import type { Exchange } from './exchange.js'
import type { FaultTarget } from './types.js'

export type Matcher = (exchange: Exchange) => boolean | Promise<boolean>

const METADATA = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-protected-resource',
]

const atPds = (path: string): Matcher => {
  return (exchange) => exchange.server === 'pds' && exchange.path === path
}

const NAMED: Record<Exclude<FaultTarget, `/${string}`>, Matcher> = {
  pds: ({ server }) => server === 'pds',
  plc: ({ server }) => server === 'plc',
  tap: ({ server }) => server === 'tap',
  channel: ({ server, path }) => server === 'tap' && path === '/channel',
  token: atPds('/oauth/token'),
  refresh: async (exchange) => {
    return (await NAMED.token(exchange)) && isRefresh(await exchange.body())
  },
  par: atPds('/oauth/par'),
  revocation: atPds('/oauth/revoke'),
  metadata: ({ server, path }) => server === 'pds' && METADATA.includes(path),
  resolveHandle: atPds('/xrpc/com.atproto.identity.resolveHandle'),
  didDocument: ({ server, path, request }) => {
    return server === 'plc' && request.method === 'GET' && /^\/did:[^/]+$/.test(path)
  },
  resource: ({ server, path, request }) => {
    const isOAuth = /^dpop /i.test(request.headers.authorization ?? '')
    return server === 'pds' && path.startsWith('/xrpc/') && isOAuth
  },
}

/** @throws InvalidFaultError */
export function matcherOf(target: FaultTarget | FaultTarget[]): Matcher {
  const matchers = [target].flat().map(named)
  return async (exchange) => {
    for (const matches of matchers) {
      if (await matches(exchange)) return true
    }
    return false
  }
}

function named(target: FaultTarget): Matcher {
  if (target.startsWith('/')) return atPds(target)
  if (Object.hasOwn(NAMED, target)) return NAMED[target as keyof typeof NAMED]
  const names = Object.keys(NAMED).join(', ')
  throw new InvalidFaultError(
    `"${target}" is not a target. Use ${names}, or a path with a leading "/"`
  )
}

/** Clients may send a form or JSON. */
function isRefresh(body: string): boolean {
  const isJson = body.trimStart().startsWith('{')
  const grant = isJson ? JSON.parse(body).grant_type : new URLSearchParams(body).get('grant_type')
  return grant === 'refresh_token'
}
