import { ActiveFault } from './active_fault.js'
import type { Exchange } from './exchange.js'
import { type Matcher, matcherOf } from './targets.js'
import type { FaultOptions } from './types.js'

/** Applies a fault to a request. `next` passes the request to the server. */
export type Effect = (exchange: Exchange, next: () => void, fault: ActiveFault) => void

/** A fault that affects requests. */
export class RequestFault extends ActiveFault {
  readonly #matches: Matcher
  readonly #isMeant: (exchange: Exchange) => boolean
  readonly #effect: Effect

  /** @param isMeant narrows what `on` names */
  constructor(
    { on = 'pds', times }: FaultOptions,
    effect: Effect,
    isMeant: (exchange: Exchange) => boolean = () => true
  ) {
    super(times)
    this.#matches = matcherOf(on)
    this.#isMeant = isMeant
    this.#effect = effect
  }

  async meet(exchange: Exchange, next: () => void): Promise<void> {
    const isMatch = !this.isFull && (await this.#matches(exchange))
    if (isMatch && this.#isMeant(exchange)) this.#effect(exchange, next, this)
    else next()
  }
}
