/** The server keeps a rendering for less than this, so a refresh shows what it was asked for. */
const SHORTEST_WAIT = 250

/**
 * Turns any number of announcements into refreshes at a rate that the server can follow. A wait
 * that has begun is never prolonged. The first one has a random length, so that open pages do not
 * all refresh at once. While announcements go on, each page keeps to its turn.
 */
export class Schedule {
  #refresh
  #timer
  #isRefreshing = false
  #isOutdated = false
  #refreshedAt = -Infinity

  /** How far the refreshes of all open pages are spread, in milliseconds. The server adapts it. */
  within = 500

  #clock
  #now

  /**
   * @param {() => Promise<void>} refresh
   * @param {{ setTimeout: Function, clearTimeout: Function }} clock replaced by tests
   * @param {() => number} now replaced by tests
   */
  constructor(refresh, clock = globalThis, now = () => performance.now()) {
    this.#refresh = refresh
    this.#clock = clock
    this.#now = now
  }

  request() {
    if (this.#isRefreshing) this.#isOutdated = true
    else this.#timer ??= this.#clock.setTimeout(() => this.#run(), this.#wait())
  }

  cancel() {
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isOutdated = false
  }

  #wait() {
    const untilTurn = this.#refreshedAt + this.within - this.#now()
    return untilTurn > SHORTEST_WAIT ? untilTurn : SHORTEST_WAIT + Math.random() * this.within
  }

  async #run() {
    this.#timer = undefined
    this.#isRefreshing = true
    this.#refreshedAt = this.#now()
    await this.#refresh()
    this.#isRefreshing = false

    if (this.#isOutdated) {
      this.#isOutdated = false
      this.request()
    }
  }
}
