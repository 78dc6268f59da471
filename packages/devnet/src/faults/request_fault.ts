import { InvalidFaultError } from '../errors.js'
import type { Exchange } from './exchange.js'
import { HitCounter } from './hit_counter.js'
import { type Matcher, matcherOf } from './targets.js'
import type { Fault, FaultOptions } from './types.js'

/** Applies a fault to a request. `next` passes the request to the server. */
export type Effect = (exchange: Exchange, next: () => void, fault: RequestFault) => void

/** A fault that affects requests. */
export class RequestFault implements Fault {
  readonly #matches: Matcher
  readonly #isMeant: (exchange: Exchange) => boolean
  readonly #effect: Effect
  readonly #counter: HitCounter
  readonly #atEnd: (() => void)[] = []

  /** @param isMeant narrows what `on` names */
  constructor(
    { on = 'pds', times = Infinity }: FaultOptions,
    effect: Effect,
    isMeant: (exchange: Exchange) => boolean = () => true
  ) {
    if (times !== Infinity && !(Number.isInteger(times) && times > 0)) {
      throw new InvalidFaultError(`"times" is ${times}. Use a whole number above 0`)
    }
    this.#matches = matcherOf(on)
    this.#isMeant = isMeant
    this.#effect = effect
    this.#counter = new HitCounter(times)
  }

  get hits(): number {
    return this.#counter.hits
  }

  async meet(exchange: Exchange, next: () => void): Promise<void> {
    const isMatch = !this.#counter.isFull && (await this.#matches(exchange))
    if (isMatch && this.#isMeant(exchange)) this.#effect(exchange, next, this)
    else next()
  }

  /** Counts a request. @returns false when the limit is reached */
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
