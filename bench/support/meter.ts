import type { Measured } from './consumer.js'

/**
 * Measures the process it is in, from `start()` until `expected` events were counted, and sends the
 * result to the parent process.
 */
export class Meter {
  #expected: number
  #handled = 0
  #startedAt = 0
  #cpu = process.cpuUsage()
  #idleMemory = 0
  #peakMemory = 0
  #latencies: number[] = []
  #sampler?: NodeJS.Timeout
  #measureMore?: () => Promise<Partial<Measured>>

  /** @param measureMore - Called after the last event, for what can only be measured then */
  constructor(expected: number, measureMore?: () => Promise<Partial<Measured>>) {
    this.#expected = expected
    this.#measureMore = measureMore
  }

  start() {
    globalThis.gc?.()
    this.#idleMemory = this.#peakMemory = process.memoryUsage.rss()
    this.#sampler = setInterval(() => this.#sample(), 20).unref()
    this.#cpu = process.cpuUsage()
    this.#startedAt = performance.now()
  }

  /** @param sentAt - When the server wrote the event, in microseconds since the epoch */
  count(sentAt?: number) {
    if (sentAt) this.#latencies.push(performance.timeOrigin + performance.now() - sentAt / 1000)
    if (++this.#handled === this.#expected) this.#finish()
  }

  #sample() {
    this.#peakMemory = Math.max(this.#peakMemory, process.memoryUsage.rss())
  }

  #finish() {
    const elapsed = performance.now() - this.#startedAt
    const { user, system } = process.cpuUsage(this.#cpu)
    this.#sample()
    clearInterval(this.#sampler)
    // A moment for the last acks, and for events that should not arrive.
    setTimeout(async () => {
      const measured: Measured = {
        handled: this.#handled,
        startedAt: performance.timeOrigin + this.#startedAt,
        elapsed,
        cpu: (user + system) / 1000,
        idleMemory: this.#idleMemory,
        peakMemory: this.#peakMemory,
        latencies: this.#latencies,
        ...(await this.#measureMore?.()),
      }
      process.send!(measured)
    }, 300)
  }
}
