/** Whose commands count: those that have to do with AT Protocol, not those of AdonisJS. */
const OURS = /adonisjs-atproto|atproto-devnet|\blex\b|make:indexer/

/** What somebody typed to get there, and how long it took. */
export class Tally {
  #commands: string[] = []
  #milliseconds = 0
  #marks: string[] = []

  count(command: string): void {
    this.#commands.push(command)
  }

  get ours(): string[] {
    return this.#commands.filter((command) => OURS.test(command))
  }

  async time<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      this.#milliseconds += performance.now() - startedAt
    }
  }

  mark(what: string): void {
    const { length } = this.ours
    const others = this.#commands.length - length
    const seconds = Math.round(this.#milliseconds / 1000)
    this.#marks.push(`${what} after ${length} commands and ${others} of AdonisJS, ${seconds} s`)
  }

  toString(): string {
    return this.#marks.join('; ')
  }
}
