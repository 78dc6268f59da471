import { EventEmitter, once } from 'node:events'

const EMOJIS = ['🚀', '🦋', '🧠', '💙', '👀', '🤘']

/** Writes statuses one after the other, each as soon as the PDS has accepted the one before. */
export class Burst {
  /** The at-uris that the PDS has accepted. */
  readonly written: string[] = []
  /** Resolves when all are written. Rejects when one is refused. */
  readonly done: Promise<void>
  readonly #events = new EventEmitter()

  /** @param post creates a status, and returns its at-uri */
  constructor(post: (emoji: string) => Promise<string>, count: number) {
    this.done = this.#write(post, count)
    // A caller that expects an interruption waits for `stopped`.
    this.done.catch(() => {})
  }

  /** Resolves when this many are written. */
  async reaches(count: number): Promise<void> {
    while (this.written.length < count) {
      await Promise.race([once(this.#events, 'written'), this.done])
    }
  }

  /** Resolves when all are written or one was refused. */
  get stopped(): Promise<void> {
    return this.done.catch(() => {})
  }

  async #write(post: (emoji: string) => Promise<string>, count: number): Promise<void> {
    while (this.written.length < count) {
      this.written.push(await post(EMOJIS[this.written.length % EMOJIS.length]))
      this.#events.emit('written')
    }
  }
}
