import {
  AtprotoHandleResolverNode,
  type HandleResolver,
  HandleResolverError,
  isResolvedHandle,
  type ResolvedHandle,
  type ResolveHandleOptions,
} from '@atproto/oauth-client-node'
import { createDocumentFetch } from './public_fetch.js'
import type { ResolvedOAuthConfig } from './types.js'

/** In milliseconds. A working name server responds faster. */
const MAX_TIMEOUT = 3_000

/**
 * Adds a time limit, because DNS queries can't be aborted and a name server may never respond.
 */
class TimedHandleResolver implements HandleResolver {
  readonly #resolver: HandleResolver
  readonly #timeout: number

  constructor(resolver: HandleResolver, timeout: number) {
    this.#resolver = resolver
    this.#timeout = timeout
  }

  async resolve(handle: string, options?: ResolveHandleOptions) {
    let timer: NodeJS.Timeout | undefined
    const timedOut = new Promise<never>((_, reject) => {
      const error = new Error(`Resolving "${handle}" took longer than ${this.#timeout} ms`)
      timer = setTimeout(() => reject(error), this.#timeout)
    })

    try {
      return await Promise.race([this.#resolver.resolve(handle, options), timedOut])
    } finally {
      clearTimeout(timer)
    }
  }
}

/**
 * Asks one server. The library's own class treats the "not found" of a PDS as an outage.
 *
 * @see https://docs.bsky.app/docs/api/com-atproto-identity-resolve-handle
 */
class ServerHandleResolver implements HandleResolver {
  readonly #server: string
  readonly #fetch: typeof globalThis.fetch

  constructor(server: string, fetch: typeof globalThis.fetch) {
    this.#server = server
    this.#fetch = fetch
  }

  async resolve(handle: string, options?: ResolveHandleOptions): Promise<ResolvedHandle> {
    const url = new URL('/xrpc/com.atproto.identity.resolveHandle', this.#server)
    url.searchParams.set('handle', handle)
    const response = await this.#fetch(url, { signal: options?.signal, redirect: 'error' })

    if (response.status === 400) {
      await response.body?.cancel()
      return null
    }

    const { did } = response.ok ? ((await response.json()) as { did: unknown }) : { did: null }
    if (!isResolvedHandle(did) || did === null) {
      throw new HandleResolverError(`${this.#server} returned ${response.status} without a DID`)
    }
    return did
  }
}

/**
 * The config's handle resolver, or DNS and HTTPS as in the handle specification. The latter
 * refuses private addresses in development too.
 */
export function createHandleResolver(
  {
    handleResolver,
    timeout,
    fetch,
  }: Pick<ResolvedOAuthConfig['network'], 'handleResolver' | 'timeout' | 'fetch'>,
  operatorFetch: typeof globalThis.fetch
): HandleResolver {
  const resolver =
    typeof handleResolver === 'string'
      ? new ServerHandleResolver(handleResolver, operatorFetch)
      : (handleResolver ??
        new AtprotoHandleResolverNode({
          fetch: fetch?.strangers ?? createDocumentFetch({ isPublic: true }),
        }))
  return new TimedHandleResolver(resolver, Math.min(timeout, MAX_TIMEOUT))
}
