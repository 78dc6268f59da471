import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import debug from '../debug.js'
import type { GrantRow, GrantStore } from '../types.js'
import type { RefreshTimings } from './timings.js'

/** The delays between checks of a row that another process refreshes. In milliseconds. */
const PAUSES = { shortest: 25, longest: 250 }

/** In milliseconds: the token request has this much less time. */
const MAX_MARK_TIME = 500

/**
 * The right to refresh one version of a grant. It is kept in the row, so no connection or
 * transaction is held open.
 */
export class Lease {
  #store: GrantStore
  #timings: RefreshTimings
  #row: GrantRow
  #owner: string

  /**
   * Waits until the lease is free, or until someone else has refreshed the grant.
   *
   * @param isWanted - Checked while waiting
   * @returns The lease; the row when it has another version by now; null when it was deleted, or
   * when nobody wants the lease any more
   */
  static async acquire(
    store: GrantStore,
    row: GrantRow,
    timings: RefreshTimings,
    isWanted: () => boolean
  ): Promise<Lease | GrantRow | null> {
    const owner = randomUUID()

    for (let pause = PAUSES.shortest; isWanted(); pause = Math.min(pause * 2, PAUSES.longest)) {
      const isMine = await store.lock(row.id, owner, timings.lease, row.version)
      const current = await store.find(row.id)
      if (!current || current.version !== row.version) return current
      if (isMine) {
        debug('took the lease of grant %s, version %d', row.id, row.version)
        return new Lease(store, timings, current, owner)
      }
      await sleep(pause * (0.5 + Math.random()))
    }
    return null
  }

  constructor(store: GrantStore, timings: RefreshTimings, row: GrantRow, owner: string) {
    this.#store = store
    this.#timings = timings
    this.#row = row
    this.#owner = owner
  }

  /** An earlier request with this refresh token may have reached the server. */
  get wasSent(): boolean {
    return this.#row.sentVersion === this.#row.version
  }

  /**
   * Stores that the refresh token is about to be sent.
   *
   * @param isWanted - Checked while the store is slow
   * @returns Until when it may be sent, as `performance.now()`: the lease is known to last longer,
   * whatever this process does meanwhile. Null when someone else has the lease by now, or nobody
   * wants it any more: then nothing may be sent
   */
  async markSent(isWanted: () => boolean): Promise<number | null> {
    // The process that sent it before may have new tokens, and be waiting to store them.
    if (this.wasSent) await sleep(this.#timings.grace)
    while (isWanted()) {
      const startedAt = performance.now()
      if (!(await this.#store.markSent(this.#row.id, this.#owner, this.#timings.sentLease))) {
        return null
      }
      // If the process was stopped, too little time may be left.
      if (performance.now() - startedAt < MAX_MARK_TIME) return startedAt + this.#timings.request
    }
    return null
  }

  /**
   * @param isSent - The refresh token may have reached the server
   */
  async release(isSent: boolean) {
    const sentVersion = isSent || this.wasSent ? this.#row.version : null
    await this.#store.unlock(this.#row.id, this.#owner, sentVersion).catch((error: Error) => {
      // The lease will expire.
      debug('could not release the lease of grant %s: %s', this.#row.id, error.message)
    })
  }
}
