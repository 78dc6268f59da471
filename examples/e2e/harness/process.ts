import { startChild } from '../../../scripts/demo/child.mjs'

/** How much of what a process said is kept for the day it fails, in characters. */
const KEPT = 8_000

interface ProcessOptions {
  cwd?: string
  env?: Record<string, string>
}

/**
 * A Node.js process of ours. It ends when we do, however that comes about, so that a run which was
 * killed leaves nothing running.
 */
export class Process {
  readonly #child
  #output = ''

  constructor(
    readonly name: string,
    args: string[],
    options: ProcessOptions = {}
  ) {
    this.#child = startChild(args, options)
    for (const stream of [this.#child.process.stdout, this.#child.process.stderr]) {
      stream!.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT)
      })
    }
  }

  /** The last words of the process. */
  get output(): string {
    return this.#output.trim()
  }

  /** Waits for the first message that `read` makes something of. */
  async message<T>(read: (message: any) => T | undefined): Promise<T> {
    const received = new Promise<T>((resolve) => {
      this.#child.process.on('message', (message) => {
        const value = read(message)
        if (value !== undefined) resolve(value)
      })
    })
    return Promise.race([received, this.#failed()])
  }

  /** Waits for a process that ends by itself. */
  async finished(): Promise<void> {
    if (await this.#child.ended) throw new Error(`${this.name} failed:\n\n${this.output}`)
  }

  /** As `kill -9` does: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    this.#child.process.kill('SIGKILL')
    await this.#child.ended
  }

  async stop(): Promise<void> {
    await this.#child.stop()
  }

  async #failed(): Promise<never> {
    const exitCode = await this.#child.ended
    throw new Error(`${this.name} ended with ${exitCode} before it was ready:\n\n${this.output}`)
  }
}
