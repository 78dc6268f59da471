import {
  checkForbiddenDomainNamePolicy,
  checkProtocolPolicy,
  checkUnicastPolicy,
  DEFAULT_FORBIDDEN_DOMAIN_NAMES,
  fetchMaxSizeProcessor,
  safeDispatchFetchWrap,
  safeFetchWrap,
  timedFetch,
} from '@atproto-labs/fetch-node'
import { publicLookup } from './public_lookup.js'
import { sendDeadline } from './send_deadline.js'
import type { ResolvedOAuthConfig } from './types.js'

/** Documents of the identity and OAuth protocols are a few kilobytes. */
const MAX_DOCUMENT_SIZE = 64 * 1024

/** A response to `user.client` can be an image or a video. */
const MAX_RESOURCE_SIZE = 128 * 1024 * 1024

/**
 * For what has a deadline of its own, in milliseconds. Not `Infinity`: the wrapper with the timer
 * holds the request, whose signal Node.js would let go of.
 */
const MAX_TIMER = 2 ** 31 - 1

/** In requests. */
const RENEWED_AFTER = 500

const FORBIDDEN_NAMES = new Set(DEFAULT_FORBIDDEN_DOMAIN_NAMES)

type Fetch = typeof globalThis.fetch

type NetworkConfig = Pick<
  ResolvedOAuthConfig['network'],
  'allowPrivateAddresses' | 'timeout' | 'fetch'
>

/** A fetch that is trusted with any address; it only ends in time, and reads no more than this. */
function bounded(fetch: Fetch, timeout: number, responseMaxSize: number): Fetch {
  const timed = timedFetch(timeout, fetch)
  const checkSize = fetchMaxSizeProcessor(responseMaxSize)
  return async (input, init) => checkSize(await timed(input, init))
}

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
  const fetch = safeDispatchFetchWrap({ checkUrl: checkPublic, lookup: publicLookup }) as Fetch
  return (input, init) => fetch(input, { ...init, dispatcher: undefined } as RequestInit)
}

/** A fetch for addresses that strangers choose: the app's own, or one that checks each address. */
function guarded(
  own: Fetch | undefined,
  { allowPrivateAddresses }: NetworkConfig,
  timeout: number,
  responseMaxSize: number
): Fetch {
  if (own) return bounded(own, timeout, responseMaxSize)
  return renewed(
    () =>
      safeFetchWrap({
        fetch: allowPrivateAddresses ? undefined : createPublicFetch(),
        ssrfProtection: !allowPrivateAddresses,
        // Account servers may use other ports; private addresses are still refused.
        allowCustomPort: true,
        // The OAuth library passes Request objects, which always have a redirect mode.
        allowImplicitRedirect: true,
        timeout,
        responseMaxSize,
      }) as Fetch
  )
}

/**
 * Replaces the agent from time to time, because the one of Node.js 22 remembers every host forever.
 */
function renewed(create: () => Fetch): Fetch {
  let fetch = create()
  let requests = 0
  return (input, init) => {
    if (++requests % RENEWED_AFTER === 0) fetch = create()
    return fetch(input, init)
  }
}

/**
 * For the addresses in the config: they are the operator's, and may be on any network.
 */
export function createOperatorFetch({ fetch, timeout }: NetworkConfig): Fetch {
  return bounded(fetch?.operator ?? globalThis.fetch, timeout, MAX_DOCUMENT_SIZE)
}

/**
 * For the servers that strangers name: to find an account's server, and for its OAuth endpoints.
 */
export function createProtocolFetch(network: NetworkConfig): Fetch {
  const { fetch, timeout } = network
  const read = guarded(fetch?.strangers, network, timeout, MAX_DOCUMENT_SIZE)
  const send = guarded(fetch?.strangers, network, tokenTimeout(network), MAX_DOCUMENT_SIZE)
  const sendByDeadline = guarded(fetch?.strangers, network, MAX_TIMER, MAX_DOCUMENT_SIZE)
  return async (input, init) => {
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
    if (method !== 'POST') return read(input, init)

    const request = input instanceof Request ? input : undefined
    const own = init?.signal ?? request?.signal
    own?.throwIfAborted()
    const deadline = sendDeadline()
    const proof = new Headers(init?.headers ?? request?.headers).get('dpop')
    const signals = [own, deadline?.start(proof)].filter((signal) => signal !== undefined)
    // A redirect would pass on a code or a refresh token.
    const options = { ...init, signal: AbortSignal.any(signals), redirect: 'error' } as const
    return deadline ? sendByDeadline(input, options) : send(input, options)
  }
}

/**
 * In milliseconds. Requests that use up a code or a refresh token get more time.
 */
export function tokenTimeout({ timeout }: Pick<NetworkConfig, 'timeout'>): number {
  return timeout * 3
}

/**
 * How long all requests of one sign-in may take together. In milliseconds.
 */
export function signInTimeout({ timeout }: Pick<NetworkConfig, 'timeout'>): number {
  return Math.min(15_000, timeout * 1.5)
}

/**
 * For requests on the user's behalf. Uploads take longer than documents.
 */
export function createResourceFetch(network: NetworkConfig): Fetch {
  const fetch = guarded(network.fetch?.resources, network, network.timeout * 6, MAX_RESOURCE_SIZE)
  return async (input, init) => {
    // The wrapper ignores signals that are already aborted.
    if (input instanceof Request) input.signal.throwIfAborted()
    return fetch(input, init)
  }
}
