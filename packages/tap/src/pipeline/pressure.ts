import type { Diagnostics } from '../diagnostics.js'
import type { TapSource } from '../types.js'
import type { Budget } from './budget.js'

export type Valve = Pick<TapSource, 'pause' | 'resume' | 'redelivers'>

/**
 * Pauses the source when memory is full, and resumes it when there is room.
 */
export class Pressure {
  #budget: Budget
  #diagnostics: Diagnostics
  #valve?: Valve
  #isPaused = false

  constructor(budget: Budget, diagnostics: Diagnostics) {
    this.#budget = budget
    this.#diagnostics = diagnostics
  }

  get isPaused() {
    return this.#isPaused
  }

  /** Whether the source sends released events again */
  get redelivers() {
    return this.#valve?.redelivers === true
  }

  attach(valve: Valve) {
    this.#valve = valve
    if (this.#isPaused) valve.pause()
  }

  rise() {
    if (this.#isPaused || !this.#budget.isFull) return
    this.#isPaused = true
    this.#valve?.pause()
    this.#diagnostics.publish('paused', () => ({}))
  }

  fall() {
    if (!this.#isPaused || !this.#budget.hasRoom) return
    this.#isPaused = false
    this.#valve?.resume()
    this.#diagnostics.publish('resumed', () => ({}))
  }
}
