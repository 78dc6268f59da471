import {
  checkForbiddenDomainNamePolicy,
  checkProtocolPolicy,
  checkUnicastPolicy,
  DEFAULT_FORBIDDEN_DOMAIN_NAMES,
  safeDispatchFetchWrap,
} from '@atproto-labs/fetch-node'
import { publicLookup } from './public_lookup.js'

type Fetch = typeof globalThis.fetch

const FORBIDDEN_NAMES = new Set(DEFAULT_FORBIDDEN_DOMAIN_NAMES)

/** The library's rules for an address, for each one that a redirect leads to as well. */
function checkPublic(url: URL): string | undefined {
  return (
    checkProtocolPolicy(url, { 'https:': { allowCustomPort: true } }) ??
    checkForbiddenDomainNamePolicy(url, FORBIDDEN_NAMES) ??
    checkUnicastPolicy(url)
  )
}

/**
 * A fetch for `safeFetchWrap()` that applies the same rules, and finds hosts in its own way. The
 * wrapper passes the connections that it would use, which can't be told how.
 */
export function createPublicFetch(): Fetch {
  return withoutDispatcher(safeDispatchFetchWrap({ checkUrl: checkPublic, lookup: publicLookup }))
}

/**
 * A fetch for `safeFetchWrap()` that follows no redirect, as the protocols want it. So it sees each
 * address itself, and nothing has to check the requests on their way.
 *
 * What checks them keeps the headers of each response until Node.js collects all of its memory,
 * and with them the packet that they came in: up to 64 KB of the server's choice.
 *
 * @param options.isPublic - Whether it applies the rules for addresses
 */
export function createDocumentFetch({ isPublic }: { isPublic: boolean }): Fetch {
  const lookup = isPublic ? publicLookup : undefined
  const fetch = withoutDispatcher(safeDispatchFetchWrap({ lookup }))
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined
    const reason = isPublic && checkPublic(new URL(request?.url ?? String(input)))
    if (reason) throw new TypeError(`Blocked by url policy: ${reason}`)
    const redirect = init?.redirect ?? request?.redirect
    const mode = redirect === 'manual' ? 'manual' : 'error'
    return withoutLength(await fetch(input, { ...init, redirect: mode }))
  }
}

/**
 * Leaves out the length that the server claims, so that the wrapper counts what comes. A body that
 * it cancels for its length would be kept like the headers, as far as it has come.
 */
function withoutLength({ body, status, statusText, headers }: Response): Response {
  const rest = new Headers(headers)
  rest.delete('content-length')
  return new Response(body, { status, statusText, headers: rest })
}

/** Leaves out the connections of `safeFetchWrap()`. */
function withoutDispatcher(fetch: ReturnType<typeof safeDispatchFetchWrap>): Fetch {
  return (input, init) => fetch(input, { ...init, dispatcher: undefined } as RequestInit)
}
