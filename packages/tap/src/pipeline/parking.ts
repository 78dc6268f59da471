import type { DeadLetterReason, DeadLetterStore } from '../dead_letter.js'
import type { Diagnostics } from '../diagnostics.js'
import type { Job } from './job.js'
import { LetterWriter, type LetterWriterHooks } from './letter_writer.js'
import type { Step } from './step.js'

export interface ParkingDependencies extends LetterWriterHooks {
  store: DeadLetterStore
  step: Pick<Step, 'keeps'>
  diagnostics: Diagnostics
}

/**
 * Turns events into dead letters. Their jobs wait here until the letter is stored.
 */
export class Parking {
  #letters: LetterWriter
  #keeps: (job: Job, reason: DeadLetterReason) => boolean
  #diagnostics: Diagnostics
  #waiting = 0

  constructor({ store, step, diagnostics, ...hooks }: ParkingDependencies) {
    this.#letters = new LetterWriter(store, hooks)
    this.#keeps = (job, reason) => step.keeps?.(job, reason) !== false
    this.#diagnostics = diagnostics
  }

  /** Jobs that wait for the store. */
  get size() {
    return this.#waiting
  }

  /** Whether the event is kept at all. */
  keeps(job: Job, reason: DeadLetterReason): boolean {
    if (this.#keeps(job, reason)) return true
    this.#diagnostics.publish('drop', () => ({ event: job.describe(), reason }))
    return false
  }

  /** @param onKept - Called once the store has the letter, and never when it is stopped before */
  async park(job: Job, reason: DeadLetterReason, error: unknown, onKept: () => void) {
    job.lane.park(job)
    this.#waiting++
    const { frame } = job.delivery
    // A letter that is handled again keeps its place.
    const isDeletion = job.isDeletion && !job.delivery.letter
    await this.#letters.put(job.toLetter(reason, error), isDeletion)
    this.#waiting--
    this.#diagnostics.publish('park', () => ({ event: job.describe(), reason, error, frame }))
    onKept()
  }

  /**
   * Deletes all letters of a deleted account. For other accounts, deletes letters of older states,
   * so that a retry can't bring back an old handle or status.
   */
  async outdate(job: Job, onDone: () => void, onError: (error: unknown) => void) {
    job.lane.park(job)
    this.#waiting++
    try {
      await this.#letters.outdate(job)
    } catch (error) {
      this.#waiting--
      return onError(error)
    }
    this.#waiting--
    onDone()
  }

  stop() {
    this.#letters.stop()
  }
}
