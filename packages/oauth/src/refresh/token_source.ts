import { type Grant, type GrantSeal, isFresh } from '../grants/grant.js'
import { createSessionError } from '../grants/session_errors.js'
import type { GrantInfo, GrantStore } from '../types.js'
import { Flights } from './flights.js'
import { Refresher, type RefresherDependencies } from './refresher.js'

/** How many grants are remembered whose new tokens were rejected, and for how long. */
const MAX_REFUSED = 1_000
const REFUSED_FOR = 60_000

export interface TokenOptions {
  /** The version of the tokens that a server did not accept. */
  refused?: number
  signal?: AbortSignal | null
}

/**
 * Returns the tokens of grants, and refreshes them if needed. All callers in one process share one
 * refresh.
 */
export class TokenSource {
  #store: GrantStore
  #seal: GrantSeal
  #maxWait: number
  #refresher: Refresher
  #flights = new Flights<Grant>()

  /** By grant: the version that replaced rejected tokens, and the time. */
  #refreshedFor = new Map<string, { version: number; at: number }>()

  constructor(deps: RefresherDependencies) {
    this.#store = deps.store
    this.#seal = deps.seal
    this.#maxWait = deps.timings.maxWait
    this.#refresher = new Refresher(deps)
  }

  /**
   * Reads a grant, and refreshes it if its tokens expire soon or were refused.
   *
   * @param known - The grant as it was read at some time
   * @throws E_ATPROTO_SESSION_LOST, E_ATPROTO_SESSION_UNAVAILABLE, an error of the store, or the
   * signal's reason
   */
  async get(known: GrantInfo, { refused, signal }: TokenOptions = {}): Promise<Grant> {
    const { id } = known
    signal?.throwIfAborted()
    const grant = await this.#read(known)
    if (isFresh(grant) && !this.#mustReplace(grant, refused)) return grant

    const timeout = AbortSignal.timeout(this.#maxWait)
    const combined = signal ? AbortSignal.any([signal, timeout]) : timeout
    try {
      const fresh = await this.#flights.join(id, combined, (isWanted) =>
        this.#refresher.refresh(grant, isWanted)
      )
      if (refused !== undefined) this.#remember(id, fresh.row.version)
      return fresh
    } catch (error) {
      const isTimeout = timeout.aborted && error === timeout.reason
      throw isTimeout ? createSessionError('unreachable', grant.row, error) : error
    }
  }

  /** Resolves when no refresh and no write is running. */
  async settle() {
    await this.#flights.settle()
    await this.#refresher.unsaved.settle()
  }

  async #read(known: GrantInfo): Promise<Grant> {
    const unsaved = this.#refresher.unsaved.get(known.id)
    const row = await this.#store.find(known.id).catch((error) => {
      if (unsaved) return unsaved.row
      throw error
    })
    if (!row) throw createSessionError('revoked', known)
    return unsaved && unsaved.row.version > row.version ? unsaved : this.#seal.open(row)
  }

  /**
   * If tokens are rejected right after a refresh, there is another reason, and a new refresh would
   * not help.
   */
  #mustReplace({ row }: Grant, refused: number | undefined) {
    if (row.version !== refused) return false
    const last = this.#refreshedFor.get(row.id)
    return last?.version !== row.version || performance.now() > last.at + REFUSED_FOR
  }

  #remember(id: string, version: number) {
    this.#refreshedFor.delete(id)
    this.#refreshedFor.set(id, { version, at: performance.now() })
    if (this.#refreshedFor.size > MAX_REFUSED) {
      this.#refreshedFor.delete(this.#refreshedFor.keys().next().value!)
    }
  }
}
