import { FaultEndedError } from '../errors.js'

interface Waiter {
  resolve: () => void
  reject: (error: Error) => void
}

/** Counts the hits of a fault, up to a limit, and resolves `nextHit`. */
export class HitCounter {
  readonly #limit: number
  readonly #waiters: Waiter[] = []
  #hits = 0

  constructor(limit = Infinity) {
    this.#limit = limit
  }

  get hits(): number {
    return this.#hits
  }

  get isFull(): boolean {
    return this.#hits >= this.#limit
  }

  /** @returns false, and counts nothing, when it is full */
  hit(): boolean {
    if (this.isFull) return false
    this.#hits++
    for (const { resolve } of this.#waiters.splice(0)) resolve()
    return true
  }

  /** @throws FaultEndedError */
  next(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
  }

  end(): void {
    for (const { reject } of this.#waiters.splice(0)) reject(new FaultEndedError())
  }
}
