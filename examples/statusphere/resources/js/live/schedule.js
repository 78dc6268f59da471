/** The server keeps a rendering for less than this, so a refresh shows what it was asked for. */
const SHORTEST_WAIT = 250

/**
 * Turns any number of announcements into refreshes at a rate that the server can follow. A wait
 * that has begun is never prolonged, and its length differs from one open page to the next.
 */
export class Schedule {
  #refresh
  #timer
  #isRefreshing = false
  #isOutdated = false

  /** How far the refreshes of all open pages are spread, in milliseconds. The server adapts it. */
  within = 500

  #clock

  /**
   * @param {() => Promise<void>} refresh
   * @param {{ setTimeout: Function, clearTimeout: Function }} clock replaced by tests
   */
  constructor(refresh, clock = globalThis) {
    this.#refresh = refresh
    this.#clock = clock
  }

  request(wait = SHORTEST_WAIT) {
    if (this.#isRefreshing) this.#isOutdated = true
    else this.#timer ??= this.#clock.setTimeout(() => this.#run(), wait + this.#share())
  }

  cancel() {
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isOutdated = false
  }

  #share() {
    return Math.random() * this.within
  }

  async #run() {
    this.#timer = undefined
    this.#isRefreshing = true
    await this.#refresh()
    this.#isRefreshing = false

    if (this.#isOutdated) {
      this.#isOutdated = false
      this.request()
    }
  }
}
