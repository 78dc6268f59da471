import { HitCounter } from './hit_counter.js'
import type { Fault } from './types.js'

/** Closes every connection to a server. */
export class Outage implements Fault {
  readonly #counter = new HitCounter()
  readonly #bringBack: () => void

  constructor(bringBack: (outage: Outage) => void) {
    this.#bringBack = () => bringBack(this)
  }

  get hits(): number {
    return this.#counter.hits
  }

  hit(): void {
    this.#counter.hit()
  }

  nextHit(): Promise<void> {
    return this.#counter.next()
  }

  async restore(): Promise<void> {
    this.#counter.end()
    this.#bringBack()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.restore()
  }
}
