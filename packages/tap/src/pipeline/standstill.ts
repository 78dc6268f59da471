import { isOutage } from './outages.js'

/** Enough repos to have asked, and some seconds of attempts while the breaker is open */
const MAX_FAILURES = 40

/**
 * Notices when memory is full of events that fail with errors of their own. That is an outage or
 * poison, and nothing tells which until something else can be read. An error of the database or the
 * network is an outage for sure.
 */
export class Standstill {
  #failures = 0

  /**
   * @param repos - how many there are to ask
   * @returns whether room has to be made for others
   */
  failed(error: unknown, repos: number): boolean {
    if (isOutage(error)) this.end()
    else this.#failures++
    if (this.#failures < Math.min(repos, MAX_FAILURES)) return false
    this.end()
    return true
  }

  end() {
    this.#failures = 0
  }
}
