import { fetchMaxSizeProcessor, safeFetchWrap, timedFetch } from '@atproto-labs/fetch-node'
import { createDocumentFetch, createPublicFetch } from './public_fetch.js'
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

interface Limits {
  /** In milliseconds. */
  timeout: number
  responseMaxSize: number
}

/**
 * A fetch for addresses that strangers choose: the app's own, or one that checks each address.
 *
 * @param create - Makes the connections of the latter
 */
function guarded(
  own: Fetch | undefined,
  create: () => Fetch | undefined,
  { allowPrivateAddresses }: NetworkConfig,
  { timeout, responseMaxSize }: Limits
): Fetch {
  if (own) return bounded(own, timeout, responseMaxSize)
  return renewed(
    () =>
      safeFetchWrap({
        fetch: create(),
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
  const create = () => createDocumentFetch({ isPublic: !network.allowPrivateAddresses })
  const within = (timeout: number) => {
    const limits = { timeout, responseMaxSize: MAX_DOCUMENT_SIZE }
    return guarded(network.fetch?.strangers, create, network, limits)
  }
  const read = within(network.timeout)
  const send = within(tokenTimeout(network))
  const sendByDeadline = within(MAX_TIMER)
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
  const create = () => (network.allowPrivateAddresses ? undefined : createPublicFetch())
  const limits = { timeout: network.timeout * 6, responseMaxSize: MAX_RESOURCE_SIZE }
  const fetch = guarded(network.fetch?.resources, create, network, limits)
  return async (input, init) => {
    // The wrapper ignores signals that are already aborted.
    if (input instanceof Request) input.signal.throwIfAborted()
    return fetch(input, init)
  }
}
