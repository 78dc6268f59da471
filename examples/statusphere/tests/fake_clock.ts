interface Timer {
  at: number
  run: () => void
}

/**
 * Timers for one object. Replacing the global ones would stop the network that runs in this
 * process.
 */
export class FakeClock {
  now = 0
  #timers = new Set<Timer>()

  setTimeout = (run: () => void, delay: number) => {
    const timer = { at: this.now + delay, run, unref: () => timer }
    this.#timers.add(timer)
    return timer
  }

  clearTimeout = (timer: unknown) => {
    this.#timers.delete(timer as Timer)
  }

  tick(milliseconds: number) {
    const end = this.now + milliseconds
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers.delete(next)
      this.now = next.at
      next.run()
    }
    this.now = end
  }

  #next(end: number): Timer | undefined {
    const due = [...this.#timers].filter(({ at }) => at <= end)
    return due.toSorted((a, b) => a.at - b.at)[0]
  }
}
