/** Creates a status, and returns its at-uri. */
type Post = (emoji: string) => Promise<string>

/** Writes statuses one after the other, each as soon as the PDS has accepted the one before. */
export class Burst {
  /** The at-uris that the PDS has accepted. */
  readonly written: string[] = []
  /** Resolves when all are written. Rejects when one is refused. */
  readonly done: Promise<void>
  readonly #waiting: { count: number; resolve: () => void }[] = []

  constructor(post: Post, count: number) {
    this.done = this.#write(post, count)
    // A caller that expects an interruption waits for `stopped`.
    this.done.catch(() => {})
  }

  /** Resolves when this many are written. */
  reaches(count: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#waiting.push({ count, resolve })
      this.#notify()
    })
    return Promise.race([reached, this.done])
  }

  /** Resolves when all are written or one was refused. */
  get stopped(): Promise<void> {
    return this.done.catch(() => {})
  }

  async #write(post: Post, count: number): Promise<void> {
    while (this.written.length < count) {
      this.written.push(await post(EMOJIS[this.written.length % EMOJIS.length]))
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
