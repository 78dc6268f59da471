import type { Logger } from '@adonisjs/core/logger'

/** How many servers are remembered. */
const LIMIT = 1_000

interface Outage {
  startedAt: number
  failures: number
}

/**
 * Logs one line when an account server stops responding and one when it responds again, regardless
 * of the number of failed writes.
 */
export default class ServerLog {
  #outages = new Map<string, Outage>()

  constructor(protected logger: Pick<Logger, 'warn' | 'info'>) {}

  failed(server: string, reason: string) {
    const outage = this.#outages.get(server)
    if (outage) {
      outage.failures++
      return
    }
    if (this.#outages.size >= LIMIT) this.#outages.clear()
    this.#outages.set(server, { startedAt: Date.now(), failures: 1 })
    this.logger.warn(`The account server ${server} does not respond: ${reason}`)
  }

  succeeded(server: string) {
    const outage = this.#outages.get(server)
    if (!outage) return

    this.#outages.delete(server)
    const seconds = Math.round((Date.now() - outage.startedAt) / 1000)
    this.logger.info(
      `The account server ${server} responds again, after ${seconds} s and ${outage.failures} failed writes`
    )
  }
}
