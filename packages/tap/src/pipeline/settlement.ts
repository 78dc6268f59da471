import type { TapEvent, TapStatus } from '../types.js'
import type { Budget } from './budget.js'
import { DoneEvents } from './done_events.js'
import type { Job } from './job.js'
import type { JobTable } from './job_table.js'
import type { Pressure } from './pressure.js'
import type { Retries } from './retries.js'

export interface SettlementDependencies {
  jobs: JobTable
  budget: Budget
  pressure: Pressure
  retries: Retries
  totals: TapStatus['totals']
}

/**
 * Acks finished jobs, and frees what they used: their position in the repo, memory, and the paused
 * source.
 */
export class Settlement {
  #dependencies: SettlementDependencies
  #done = new DoneEvents()

  constructor(dependencies: SettlementDependencies) {
    this.#dependencies = dependencies
  }

  /** Whether this event was handled before. */
  isKnown(job: Job, event: TapEvent): boolean {
    job.fingerprint = this.#done.fingerprint(job.delivery.id, event)
    return this.#done.has(job.delivery.id, job.fingerprint)
  }

  settle(job: Job, outcome: 'done' | 'parked') {
    // What was never read is unreadable, or pointless. If it comes again, that is found again.
    if (job.fingerprint) this.#done.add(job.delivery.id, job.fingerprint)
    job.delivery.ack(outcome)
    this.#dependencies.totals[outcome]++
    this.#leave(job)
  }

  /** The source sends it again. */
  release(job: Job) {
    job.delivery.release()
    this.#leave(job)
  }

  #leave(job: Job) {
    const { jobs, budget, pressure, retries } = this.#dependencies
    const { lane } = job
    retries.cancel(job)
    lane.settle(job)
    jobs.delete(job)
    budget.remove(job.delivery.weight)
    if (lane.isEmpty) retries.lanes.delete(lane)
    pressure.fall()
  }
}
