import env from '#start/env'
import tap from 'adonisjs-atproto-tap/services/main'

const INVALID = 'handle.invalid'

/**
 * The handle an identity event speaks of, when it holds both ways. Tap checks handles by DNS and
 * HTTPS, so on a local network every `.test` handle reaches us as `handle.invalid`: there, the DID
 * document says which handle the account claims and the local resolver whether it may.
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
    // An outage says nothing about the handle: the event is tried again.
    if (response.status >= 500) throw new Error(`${resolver} answered ${response.status}`)
    if (!response.ok) return undefined
    const { did } = (await response.json()) as { did?: string }
    return did
  }
}
