import type { DeadLetterReason } from '../dead_letter.js'
import type { TapEvent } from '../types.js'
import type { Job } from './job.js'
import type { Result } from './outcome.js'
import type { Slots } from './slots.js'

/**
 * The step between lane and handler: it brings an event to its handler, tells what came of it, and
 * never throws. The dispatcher is one.
 */
export interface Step {
  run(event: TapEvent, job: Job): Result | Promise<Result>
  /** Where the events of this job wait for their turn, when they have places of their own */
  slotsOf?(job: Job): { slots: Slots; perRepo: number } | undefined
  /** Whether a parked event is kept; `false` drops it */
  keeps?(job: Job, reason: DeadLetterReason): boolean
}
