import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { requestLocalLock } from '@atproto/oauth-client-node'
import type { SessionStore } from '../types.js'

/** All in milliseconds. */
export interface LockTimings {
  /** A killed process blocks its session for this long at most. */
  lease: number
  renewEvery: number
  /** Longer than the slowest refresh that the network time-outs allow. */
  patience: number
}

const TIMINGS: LockTimings = { lease: 15_000, renewEvery: 5_000, patience: 60_000 }

/**
 * Lets one process at a time refresh a session: refresh tokens are single use, and a server that
 * sees one twice ends the session. The lease is in the store and nothing is held open meanwhile,
 * neither a connection nor a transaction.
 */
export class SessionLocks {
  #store: SessionStore
  #timings: LockTimings

  constructor(store: SessionStore, timings: LockTimings = TIMINGS) {
    this.#store = store
    this.#timings = timings
  }

  /**
   * Runs `task` while no one else, here or in another process, runs one for the same session.
   */
  hold<T>(sessionId: string, task: () => T | PromiseLike<T>): Promise<T> {
    // Whoever waits in this process waits in memory; only one of them asks the store.
    return Promise.resolve(
      requestLocalLock(`atproto.session.${sessionId}`, () => this.#holdLease(sessionId, task))
    )
  }

  async #holdLease<T>(sessionId: string, task: () => T | PromiseLike<T>): Promise<T> {
    const owner = randomUUID()
    await this.#acquire(sessionId, owner)

    const renewal = setInterval(() => {
      this.#lock(sessionId, owner).catch(() => {
        // The lease outlives several missed renewals.
      })
    }, this.#timings.renewEvery)

    try {
      return await task()
    } finally {
      clearInterval(renewal)
      await this.#store.unlock(sessionId, owner).catch(() => {
        // It runs out by itself.
      })
    }
  }

  async #acquire(sessionId: string, owner: string) {
    const deadline = Date.now() + this.#timings.patience

    for (let pause = 25; !(await this.#lock(sessionId, owner)); pause = Math.min(pause * 2, 500)) {
      if (!(await this.#store.find(sessionId))) {
        // Nothing to protect any more; the task finds out why.
        return
      }
      if (Date.now() > deadline) {
        throw new Error('Another process has been refreshing this session for too long')
      }
      await sleep(pause * (0.5 + Math.random()))
    }
  }

  #lock(sessionId: string, owner: string) {
    const now = Date.now()
    return this.#store.lock(sessionId, owner, now, now + this.#timings.lease)
  }
}
