import { isOutage } from './outages.js'

/** How many repos have to fail. While the breaker is open, this takes some seconds. */
const MAX_FAILURES = 40

/**
 * Detects that memory is full of failing events. This may be an outage or poison, which only other
 * events can show. Errors of the database or the network certainly are an outage.
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
