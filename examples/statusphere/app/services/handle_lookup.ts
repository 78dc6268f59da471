import tap from 'adonisjs-atproto-tap/services/main'
import env from '#start/env'

const INVALID = 'handle.invalid'

/**
 * Finds the verified handle of an account. Tap verifies handles by DNS and HTTPS, so on a local
 * network it reports every `.test` handle as `handle.invalid`. There, the handle in the DID
 * document is verified with the local resolver instead.
 */
export default class HandleLookup {
  async find(did: string, fromTap: string | undefined): Promise<string | null> {
    if (fromTap && fromTap !== INVALID) return fromTap

    const resolver = env.get('ATPROTO_HANDLE_RESOLVER')
    if (!resolver) return null

    const claimed = await this.#claimedBy(did)
    if (!claimed) return null
    return (await this.#resolve(claimed, resolver)) === did ? claimed : null
  }

  async #claimedBy(did: string): Promise<string | undefined> {
    const document = await tap.resolveDid(did)
    const alias = document?.alsoKnownAs?.find((uri) => uri.startsWith('at://'))
    return alias?.slice('at://'.length)
  }

  async #resolve(handle: string, resolver: string): Promise<string | undefined> {
    const url = new URL('/xrpc/com.atproto.identity.resolveHandle', resolver)
    url.searchParams.set('handle', handle)

    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    // An outage says nothing about the handle. Throw, so that the event is retried.
    if (response.status >= 500)
      throw new Error(`${resolver} responded with status ${response.status}`)
    if (!response.ok) return undefined
    const { did } = (await response.json()) as { did?: string }
    return did
  }
}
