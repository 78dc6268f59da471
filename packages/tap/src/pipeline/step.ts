import type { DeadLetterReason } from '../dead_letter.js'
import type { TapEvent } from '../types.js'
import type { Job } from './job.js'
import type { Result } from './outcome.js'
import type { Slots } from './slots.js'

/**
 * Passes an event to its handler and returns the result. Never throws. The dispatcher is one.
 */
export interface Step {
  run(event: TapEvent, job: Job): Result | Promise<Result>
  /** The slots that this job waits for, if it does not use the shared ones. */
  slotsOf?(job: Job): { slots: Slots; perRepo: number } | undefined
  /** Whether a parked event is kept; `false` drops it. */
  keeps?(job: Job, reason: DeadLetterReason): boolean
}
