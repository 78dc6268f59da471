import type { NodeProcess } from './processes.js'

/** A process that can be killed, and started again. */
export class Restartable {
  #process?: NodeProcess
  #earlierOutput = ''

  /** @param waitFor resolves once the process can be used */
  constructor(
    private readonly launch: () => NodeProcess,
    private readonly waitFor: (started: NodeProcess) => Promise<unknown>
  ) {}

  /** What it has written, each time that it ran. */
  get output(): string {
    return this.#earlierOutput + (this.#process?.output ?? '')
  }

  /** Starts it, and waits until it can be used. Closes it when it can't. */
  async start(): Promise<void> {
    try {
      await this.waitFor(this.begin())
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Starts it without waiting. */
  begin(): NodeProcess {
    this.#earlierOutput = this.output
    this.#process = this.launch()
    return this.#process
  }

  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.#process?.kill(signal)
  }

  /** Ends it in its own time, and with SIGKILL when it takes too long. */
  async close(): Promise<void> {
    await this.#process?.stop()
  }
}
