import { setTimeout as sleep } from 'node:timers/promises'
import type { LoggerService } from '@adonisjs/core/types'
import type { Grant } from '../grants/grant.js'

/** Shorter than `grace` in `RefreshTimings`, which another process waits before it takes over. */
const PAUSES = { shortest: 100, longest: 1_000 }

/** How often the log says that tokens are not stored yet. In milliseconds. */
const REMINDER = 60_000

interface Entry {
  grant: Grant
  save(): Promise<unknown>
}

/**
 * New tokens that could not be stored. They are used from memory and written again until it works,
 * because the server no longer accepts the old ones.
 */
export class UnsavedTokens {
  #logger: Pick<LoggerService, 'error' | 'info'>
  #entries = new Map<string, Entry>()
  #writes = new Set<Promise<void>>()

  constructor(logger: Pick<LoggerService, 'error' | 'info'>) {
    this.#logger = logger
  }

  get(id: string): Grant | undefined {
    return this.#entries.get(id)?.grant
  }

  /**
   * @param save - Called until it does not throw
   */
  add(grant: Grant, error: unknown, save: Entry['save']) {
    this.#logger.error(
      { err: error },
      `Failed to store new tokens of ${grant.row.did}. They are used from memory until the store takes them; this process must not end before`
    )
    const entry = { grant, save }
    this.#entries.set(grant.row.id, entry)
    const write = this.#write(entry).finally(() => this.#writes.delete(write))
    this.#writes.add(write)
  }

  /**
   * Writes the tokens of a grant now, if there are any.
   *
   * @throws An error of the store
   */
  async flush(id: string): Promise<void> {
    const entry = this.#entries.get(id)
    if (!entry) return
    await entry.save()
    this.#saved(entry)
  }

  /** Resolves when everything is stored. */
  async settle() {
    while (this.#writes.size) await Promise.all(this.#writes)
  }

  async #write(entry: Entry) {
    let remindAt = performance.now() + REMINDER
    for (let pause = PAUSES.shortest; ; pause = Math.min(pause * 2, PAUSES.longest)) {
      await sleep(pause, undefined, { ref: false })
      if (!this.#isUnsaved(entry)) return
      try {
        await entry.save()
        return this.#saved(entry)
      } catch (error) {
        if (performance.now() < remindAt) continue
        remindAt += REMINDER
        const { did } = entry.grant.row
        this.#logger.error({ err: error }, `Still failing to store new tokens of ${did}`)
      }
    }
  }

  #isUnsaved(entry: Entry) {
    return this.#entries.get(entry.grant.row.id) === entry
  }

  #saved(entry: Entry) {
    if (!this.#isUnsaved(entry)) return
    this.#entries.delete(entry.grant.row.id)
    this.#logger.info(`Stored the new tokens of ${entry.grant.row.did}`)
  }
}
