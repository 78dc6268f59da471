import { type DidDocument, IdResolver, MemoryCache } from '@atproto/identity'
import { isValidHandle, normalizeHandle } from '@atproto/syntax'

const INVALID_HANDLE = 'handle.invalid'
const TIMEOUT = 10_000

/** Resolves DIDs to their documents in the PLC directory and their verified handles. */
export class Directory {
  /** Shared with the firehose, which needs signing keys. */
  readonly idResolver: IdResolver
  readonly #plcUrl: string
  readonly #pdsUrl: string
  readonly #verifyHandles: boolean
  #closing = new AbortController()

  constructor(plcUrl: string, pdsUrl: string, verifyHandles: boolean) {
    this.#plcUrl = plcUrl
    this.#pdsUrl = pdsUrl
    this.#verifyHandles = verifyHandles
    this.idResolver = new IdResolver({
      plcUrl,
      didCache: new MemoryCache(),
      timeout: TIMEOUT,
      // The resolver's own `fetch` refuses loopback addresses. This one can also be aborted.
      fetch: (input, init) => fetch(input, { ...init, signal: this.#signal(init?.signal) }),
    })
  }

  /** Aborts all pending requests. */
  close(): void {
    this.#closing.abort()
  }

  /**
   * Requests the document from the PLC directory, without a cache. Throws with the message of the
   * real server when it does not exist: `/info/:did` returns it.
   */
  async document(did: string): Promise<DidDocument> {
    if (!did.startsWith('did:plc:')) {
      throw new Error(`failed to resolve DID: DID method not supported: ${did.split(':')[1]}`)
    }
    const document = await this.idResolver.did.resolve(did, true).catch((error: Error) => {
      throw new Error(
        `failed to resolve DID: DID resolution failed: ${this.#plcUrl}: ${error.message}`,
        { cause: error }
      )
    })
    if (!document) throw new Error('failed to resolve DID: DID not found: PLC directory 404')
    return document
  }

  async signingKey(did: string): Promise<string> {
    return this.idResolver.did.resolveAtprotoKey(did)
  }

  /**
   * Returns the handle in the document if the PDS resolves it to this DID, otherwise
   * `handle.invalid`.
   */
  async handle(document: DidDocument): Promise<string> {
    const declared = document.alsoKnownAs
      ?.filter((uri) => uri.startsWith('at://'))
      .map((uri) => uri.slice('at://'.length))
      .find((handle) => isValidHandle(handle))
    if (!declared || !this.#verifyHandles) return INVALID_HANDLE

    const handle = normalizeHandle(declared)
    return (await this.#resolveHandle(handle)) === document.id ? handle : INVALID_HANDLE
  }

  async #resolveHandle(handle: string): Promise<string | undefined> {
    const url = new URL('/xrpc/com.atproto.identity.resolveHandle', this.#pdsUrl)
    url.searchParams.set('handle', handle)
    try {
      const response = await fetch(url, { signal: this.#signal(AbortSignal.timeout(TIMEOUT)) })
      const { did } = (await response.json()) as { did?: string }
      return did
    } catch {
      return undefined
    }
  }

  #signal(other?: AbortSignal | null): AbortSignal {
    return other ? AbortSignal.any([this.#closing.signal, other]) : this.#closing.signal
  }
}
