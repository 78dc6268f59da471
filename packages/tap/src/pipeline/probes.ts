import { isOutage } from './outages.js'

/** Milliseconds between two rounds while the database or the network fails. */
const FIRST_DELAY = 50
const LAST_DELAY = 250

/** While errors may be the events' own. */
const QUICK_DELAY = 10

const MAX_WIDTH = 32

/**
 * The attempts while the breaker is open, in rounds of one. An error that is not known as that of
 * an outage may be the event's own. Then a round also tries repos that have not failed yet, each
 * time twice as many, so that poisoned repos whose events come first delay the others only briefly.
 */
export class Probes {
  #onRound: () => void
  #width = 1
  /** How many more repos this round may try. */
  #left = 0
  #delay = QUICK_DELAY
  #timer?: NodeJS.Timeout

  constructor(onRound: () => void) {
    this.#onRound = onRound
  }

  /** Whether this round may try any repo: it has tried none so far. */
  get admits() {
    return !this.#timer && this.#left === this.#width
  }

  /** Whether this round may try a repo that has not failed yet. */
  get admitsUntried() {
    return this.#left > 0
  }

  begin() {
    this.#left = Math.max(0, this.#left - 1)
  }

  /** The attempt has ended without showing whether there is an outage: another one may begin. */
  ended() {
    this.#left = Math.min(this.#width, this.#left + 1)
  }

  failed(error: unknown) {
    const isKnown = isOutage(error)
    if (isKnown) this.#left = 0
    if (this.#timer) return
    this.#advance(isKnown)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#left = this.#width
      this.#onRound()
    }, this.#delay)
  }

  stop() {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  reset() {
    this.stop()
    this.#width = 1
    this.#left = 0
    this.#delay = QUICK_DELAY
  }

  #advance(isKnown: boolean) {
    if (!isKnown && this.#width < MAX_WIDTH) return void (this.#width *= 2)
    if (isKnown) this.#width = 1
    const next = Math.min(this.#delay * 2, LAST_DELAY)
    this.#delay = isKnown ? Math.max(next, FIRST_DELAY) : next
  }
}
