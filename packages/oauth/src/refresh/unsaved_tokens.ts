import { setTimeout as sleep } from 'node:timers/promises'
import type { LoggerService } from '@adonisjs/core/types'
import type { Grant } from '../grants/grant.js'

const PAUSES = { shortest: 100, longest: 10_000 }

/**
 * New tokens that the store did not take. They are used from here and written again and again:
 * the server does not accept the ones from before any more.
 */
export class UnsavedTokens {
  #logger: Pick<LoggerService, 'error' | 'info'>
  #grants = new Map<string, Grant>()
  #writes = new Set<Promise<void>>()

  constructor(logger: Pick<LoggerService, 'error' | 'info'>) {
    this.#logger = logger
  }

  get(id: string): Grant | undefined {
    return this.#grants.get(id)
  }

  /**
   * @param save - Called until it does not throw
   */
  add(grant: Grant, error: unknown, save: () => Promise<unknown>) {
    this.#logger.error(
      { err: error },
      `Failed to store new tokens of ${grant.row.did}. They are used from memory until the store takes them; this process must not end before`
    )
    this.#grants.set(grant.row.id, grant)
    const write = this.#write(grant, save).finally(() => this.#writes.delete(write))
    this.#writes.add(write)
  }

  /** Resolves when everything is stored. */
  async settle() {
    while (this.#writes.size) await Promise.all(this.#writes)
  }

  async #write(grant: Grant, save: () => Promise<unknown>) {
    let pause = PAUSES.shortest
    for (;;) {
      await sleep(pause, undefined, { ref: false })
      pause = Math.min(pause * 2, PAUSES.longest)
      try {
        await save()
        break
      } catch (error) {
        if (pause === PAUSES.longest) {
          this.#logger.error({ err: error }, `Still failing to store tokens of ${grant.row.did}`)
        }
      }
    }
    if (this.#grants.get(grant.row.id) === grant) this.#grants.delete(grant.row.id)
    this.#logger.info(`Stored the new tokens of ${grant.row.did}`)
  }
}
