import type { DeadLetterStore, NewDeadLetter } from '../dead_letter.js'
import type { Job } from './job.js'

interface Entry {
  letter: NewDeadLetter
  /** Whether it is the account's deletion, which could not be handled. */
  isDeletion: boolean
  resolve(): void
}

export interface LetterWriterHooks {
  onFailure(error: unknown): void
  onSuccess(): void
}

const MAX_LETTERS = 100
const MAX_BYTES = 8 * 1024 * 1024
const MIN_DELAY = 100
const MAX_DELAY = 2_000

/**
 * Writes dead letters in order and in batches, and retries until they are stored. Until then, their
 * events are not acked.
 */
export class LetterWriter {
  #store: DeadLetterStore
  #hooks: LetterWriterHooks
  #entries: Entry[] = []
  #writing?: Promise<void>
  #stopped = new AbortController()
  #isFailing = false

  constructor(store: DeadLetterStore, hooks: LetterWriterHooks) {
    this.#store = store
    this.#hooks = hooks
  }

  get size() {
    return this.#entries.length
  }

  get isFailing() {
    return this.#isFailing
  }

  /**
   * Resolves when the letter is stored. Does not resolve if the writer is stopped before. The
   * deletion of an account replaces all other letters of the account.
   */
  async put(letter: NewDeadLetter, isDeletion: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#entries.push({ letter, isDeletion, resolve })
    this.#writing ??= this.#write()
    return promise
  }

  /**
   * Deletes the letters that an identity event makes outdated, including those that are being
   * written.
   */
  async outdate({ did, isDeletion, delivery }: Job): Promise<void> {
    while (this.#entries.some(({ letter }) => letter.did === did) && this.#writing) {
      await this.#writing
    }
    if (isDeletion) return void (await this.#store.deleteByDid(did))

    const isOlder = ({ id }: { id: number }) => !delivery.letter || id < delivery.letter.id
    const states = await this.#store.list({ did, kind: 'identity' }, { limit: MAX_LETTERS })
    const older = states.filter(isOlder)
    if (older.length > 0) await this.#store.delete(older.map(({ id }) => id))
  }

  stop() {
    this.#stopped.abort()
  }

  async #write() {
    // Letters of the same turn are written together.
    await new Promise((resolve) => setImmediate(resolve))
    for (let delay = MIN_DELAY; this.#entries.length > 0 && !this.#stopped.signal.aborted;) {
      const chunk = this.#nextChunk()
      try {
        await this.#putChunk(chunk)
      } catch (error) {
        this.#isFailing = true
        this.#hooks.onFailure(error)
        await this.#sleep(delay)
        delay = Math.min(delay * 2, MAX_DELAY)
        continue
      }
      this.#entries.splice(0, chunk.length)
      this.#isFailing = false
      delay = MIN_DELAY
      this.#hooks.onSuccess()
      for (const { resolve } of chunk) resolve()
    }
    this.#writing = undefined
  }

  async #putChunk(chunk: Entry[]) {
    const deletions = chunk.filter(({ isDeletion }) => isDeletion)
    for (const { letter } of deletions) await this.#store.deleteByDid(letter.did!)
    const isDeletedLater = ({ letter }: Entry, index: number) =>
      deletions.some((other) => other.letter.did === letter.did && chunk.indexOf(other) > index)
    const kept = chunk.filter((entry, index) => !isDeletedLater(entry, index))
    await this.#store.put(kept.map(({ letter }) => letter))
  }

  #nextChunk() {
    let bytes = 0
    const count = this.#entries.findIndex(({ letter }, index) => {
      bytes += letter.bytes
      return index > 0 && (index === MAX_LETTERS || bytes > MAX_BYTES)
    })
    return this.#entries.slice(0, count === -1 ? undefined : count)
  }

  async #sleep(delay: number) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, delay)
    this.#stopped.signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
  }
}
