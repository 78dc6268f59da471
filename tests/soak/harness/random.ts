import { hash } from 'node:crypto'

/** Numbers that look random and are the same for the same seed. */
export class Random {
  #count = 0

  constructor(readonly seed: number) {}

  /** From 0 to below 1. */
  next(): number {
    return hash('sha256', `${this.seed} ${this.#count++}`, 'buffer').readUInt32BE() / 2 ** 32
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)]!
  }
}
