import type { Diagnostics } from '../diagnostics.js'
import type { TapSource } from '../types.js'
import type { Budget } from './budget.js'
import type { Slots } from './slots.js'

export type Valve = Pick<TapSource, 'pause' | 'resume' | 'redelivers' | 'waits'>

/** How many events may wait for a slot. More would take memory, and run no sooner. */
const READ_AHEAD = 1_000

/**
 * Pauses the source when memory is full, and resumes it when there is room. A source that waits
 * while it is paused is paused sooner: when enough events wait for the slots that are in use.
 */
export class Pressure {
  #budget: Budget
  #diagnostics: Diagnostics
  #valve?: Valve
  #isPaused = false
  /** The slots that enough events wait for. */
  #busy?: Slots

  constructor(budget: Budget, diagnostics: Diagnostics) {
    this.#budget = budget
    this.#diagnostics = diagnostics
  }

  get isPaused() {
    return this.#isPaused
  }

  /** Whether the source sends released events again. */
  get redelivers() {
    return this.#valve?.redelivers === true
  }

  attach(valve: Valve) {
    this.#valve = valve
    if (this.#isPaused || this.#busy) valve.pause()
  }

  rise() {
    if (this.#isPaused || !this.#budget.isFull) return
    this.#isPaused = true
    this.#valve?.pause()
    this.#diagnostics.publish('paused', () => ({}))
  }

  fall() {
    if (this.#busy && this.#countWaiting(this.#busy) <= READ_AHEAD / 2) this.readOn(this.#busy)
    if (!this.#isPaused || !this.#budget.hasRoom) return
    this.#isPaused = false
    if (!this.#busy) this.#valve?.resume()
    this.#diagnostics.publish('resumed', () => ({}))
  }

  /** All of these slots are in use. */
  holdBack(slots: Slots) {
    if (this.#busy || !this.#valve?.waits || this.#countWaiting(slots) < READ_AHEAD) return
    this.#busy = slots
    this.#valve.pause()
  }

  /** These slots have nothing to run. */
  readOn(slots: Slots) {
    if (this.#busy !== slots) return
    this.#busy = undefined
    if (!this.#isPaused) this.#valve?.resume()
  }

  #countWaiting(slots: Slots) {
    return this.#budget.count - slots.used
  }
}
