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

/** The library's rules for an address. Returns why it is refused. */
function checkPublic(url: URL): string | undefined {
  return (
    checkProtocolPolicy(url, { 'https:': { allowCustomPort: true } }) ??
    checkForbiddenDomainNamePolicy(url, FORBIDDEN_NAMES) ??
    checkUnicastPolicy(url)
  )
}

/**
 * A fetch for `safeFetchWrap()` that applies the same rules, also to redirects, but looks up hosts
 * with `publicLookup()`. The wrapper passes a dispatcher whose lookup can't be changed, so it is
 * not used.
 */
export function createPublicFetch(): Fetch {
  return withoutDispatcher(safeDispatchFetchWrap({ checkUrl: checkPublic, lookup: publicLookup }))
}

/**
 * A fetch for `safeFetchWrap()` that does not follow redirects, as the protocols require. There is
 * only one address to check, so no dispatcher has to check the requests while they are sent.
 *
 * Such a dispatcher keeps the headers of each response until the next full garbage collection, and
 * with them the packet that they came in: up to 64 KB of the server's choice.
 *
 * @param options.isPublic - Whether the rules for addresses apply
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
