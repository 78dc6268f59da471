import { InvalidFaultError } from '../errors.js'
import { HitCounter } from './hit_counter.js'
import type { Fault } from './types.js'

/** What all faults have in common: they count what they affect, until they are restored. */
export class ActiveFault implements Fault {
  readonly #counter: HitCounter
  readonly #atEnd: (() => void)[] = []

  /** @param times how often it applies */
  constructor(times = Infinity) {
    if (times !== Infinity && !(Number.isInteger(times) && times > 0)) {
      throw new InvalidFaultError(`"times" must be a whole number above 0, not ${times}`)
    }
    this.#counter = new HitCounter(times)
  }

  get hits(): number {
    return this.#counter.hits
  }

  get isFull(): boolean {
    return this.#counter.isFull
  }

  /** Counts what is affected. @returns false when the limit is reached */
  hit(): boolean {
    return this.#counter.hit()
  }

  /** Runs when the fault is restored. */
  atEnd(callback: () => void): void {
    this.#atEnd.push(callback)
  }

  nextHit(): Promise<void> {
    return this.#counter.next()
  }

  async restore(): Promise<void> {
    this.#counter.end()
    for (const callback of this.#atEnd.splice(0)) callback()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.restore()
  }
}
