import type { Repo } from './repo.js'

/** Statuses written one after the other, each as soon as the one before was accepted. */
export class Burst {
  /** The at-uris that the PDS has accepted. */
  readonly written: string[] = []
  /** Resolves when all are written; rejects at the first that is refused. */
  readonly done: Promise<void>
  readonly #waiting: { count: number; resolve: () => void }[] = []

  constructor(repo: Repo, count: number) {
    this.done = this.#write(repo, count)
    // Whoever expects it to break off waits for `stopped`.
    this.done.catch(() => {})
  }

  /** Resolves when so many are written. */
  reaches(count: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#waiting.push({ count, resolve })
      this.#notify()
    })
    return Promise.race([reached, this.done])
  }

  /** Resolves when no more will be written, for whichever reason. */
  get stopped(): Promise<void> {
    return this.done.catch(() => {})
  }

  async #write(repo: Repo, count: number): Promise<void> {
    while (this.written.length < count) {
      this.written.push(await repo.post(EMOJIS[this.written.length % EMOJIS.length]))
      this.#notify()
    }
  }

  #notify(): void {
    for (const { count, resolve } of this.#waiting) {
      if (this.written.length >= count) resolve()
    }
  }
}

const EMOJIS = ['🚀', '🦋', '🧠', '💙', '👀', '🤘']
