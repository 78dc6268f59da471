import {
  type AtprotoDid,
  type DidResolver,
  extractAtprotoData,
  type HandleResolver,
} from '@atproto/oauth-client-node'
import { isValidHandle } from '@atproto/syntax'
import { createCache } from '../caches.js'
import { E_ATPROTO_IDENTITY_UNAVAILABLE } from '../errors.js'
import { parseIdentifier } from '../identifier.js'
import { isNotFound } from '../library_errors.js'

/** In milliseconds. */
const LIFETIME = 10 * 60_000

interface AccountWith<Handle, Status> {
  did: AtprotoDid
  /** The handle, if it is verified in both directions. */
  handle: Handle
  /**
   * Why there is no handle: it could not be verified (`invalid`), or no server responded
   * (`unavailable`). Keep a known handle if it is unavailable.
   */
  handleStatus: Status
  /** The address of the account's server, null for an account without one. */
  pds: string | null
}

export type AccountIdentity =
  AccountWith<string, 'verified'> | AccountWith<null, 'invalid' | 'unavailable'>

interface Dependencies {
  didResolver: DidResolver<'plc' | 'web'>
  handleResolver: HandleResolver
}

/**
 * Finds accounts by handle or DID, and caches them for ten minutes. The cache is limited, because
 * anyone may choose what is looked up.
 */
export class Identity {
  #deps: Dependencies
  #accounts = createCache<AccountIdentity>(LIFETIME, 8)
  #dids = createCache<AtprotoDid>(LIFETIME, 2)
  #lookups = new Map<string, Promise<AccountIdentity | null>>()
  #changes = 0

  constructor(deps: Dependencies) {
    this.#deps = deps
  }

  /**
   * Returns null when no account has this handle or DID, or when the account does not claim the
   * handle. An account that is found by its DID has `handleStatus: 'unavailable'` while its handle
   * can't be checked.
   *
   * @throws E_ATPROTO_IDENTITY_UNAVAILABLE
   */
  async resolve(input: string): Promise<AccountIdentity | null> {
    const identifier = parseIdentifier(input)
    if (!identifier || identifier.startsWith('http')) return null
    const running = this.#lookups.get(identifier)
    if (running) return running

    const lookup = this.#lookUp(identifier)
      .catch((cause) => {
        throw new E_ATPROTO_IDENTITY_UNAVAILABLE(
          `The account "${identifier}" can't be looked up right now`,
          { cause }
        )
      })
      .finally(() => {
        if (this.#lookups.get(identifier) === lookup) this.#lookups.delete(identifier)
      })
    this.#lookups.set(identifier, lookup)
    return lookup
  }

  /**
   * Removes an account from the cache. Call it when an identity event reports a change.
   */
  forget(did: string): void {
    const handle = this.#accounts.get(did)?.handle
    if (handle) this.#dids.del(handle)
    this.#accounts.del(did)
    // Running lookups may return the old state.
    this.#lookups.clear()
    this.#changes++
  }

  async #lookUp(identifier: string): Promise<AccountIdentity | null> {
    if (identifier.startsWith('did:')) return this.#account(identifier as AtprotoDid)
    const did =
      this.#dids.get(identifier) ??
      (await this.#deps.handleResolver.resolve(identifier, { noCache: true }))
    const account = did && (await this.#account(did as AtprotoDid))
    if (account && account.handleStatus === 'unavailable') {
      throw new Error(`The handle of ${did} can't be checked`)
    }
    return account && account.handle === identifier ? account : null
  }

  async #account(did: AtprotoDid): Promise<AccountIdentity | null> {
    const known = this.#accounts.get(did)
    if (known) return known
    const changes = this.#changes

    const document = await this.#deps.didResolver
      .resolve(did, { noCache: true })
      .catch((error) => (isNotFound(error) ? null : Promise.reject(error)))
    if (!document) return null
    const { aka, pds } = extractAtprotoData(document)
    const claimed = aka?.toLowerCase()
    const owner = await this.#ownerOf(claimed)
    const account = { did, pds: pds?.serviceEndpoint?.toString() ?? null }
    if (owner === undefined) return { ...account, handle: null, handleStatus: 'unavailable' }

    const identity: AccountIdentity =
      claimed && owner === did
        ? { ...account, handle: claimed, handleStatus: 'verified' }
        : { ...account, handle: null, handleStatus: 'invalid' }
    // Don't cache what `forget` has made outdated.
    if (changes === this.#changes) {
      this.#accounts.set(did, identity)
      if (identity.handle) this.#dids.set(identity.handle, did)
    }
    return identity
  }

  /** Returns undefined if the handle can't be looked up. The account is still found. */
  async #ownerOf(handle: string | undefined): Promise<string | null | undefined> {
    if (!handle || !isValidHandle(handle)) return null
    return this.#deps.handleResolver.resolve(handle, { noCache: true }).catch(() => undefined)
  }
}
