import type { DeadLetterReason } from '../dead_letter.js'
import type { Diagnostics } from '../diagnostics.js'
import type { TapStatus } from '../types.js'
import type { Job } from './job.js'
import type { OutageLog } from './outage_log.js'
import type { Result } from './outcome.js'
import type { Parking } from './parking.js'
import { decide, type PolicyOptions } from './policy.js'
import type { Retries } from './retries.js'
import type { Settlement } from './settlement.js'

export interface ConclusionsDependencies {
  diagnostics: Diagnostics
  outages: Pick<OutageLog, 'isEmpty'>
  parking: Parking
  retries: Retries
  settlement: Settlement
  totals: TapStatus['totals']
  /** The job's repo can continue, and so can callers that wait for the end. */
  onMoved(job: Job): void
  /** So can everyone: this was not part of an attempt. */
  onLater(): void
  /** The job waits for another attempt. */
  onRest(): void
}

/**
 * Executes what the policy decides after an attempt.
 */
export class Conclusions {
  #options: PolicyOptions
  #dependencies: ConclusionsDependencies

  constructor(options: PolicyOptions, dependencies: ConclusionsDependencies) {
    this.#options = options
    this.#dependencies = dependencies
  }

  conclude(job: Job, result: Result, isOutageNow: boolean) {
    const outcome = decide(job, result, this.#options, isOutageNow)
    if (outcome.kind === 'done') this.#complete(job)
    else if (outcome.kind === 'park') this.park(job, outcome.reason, outcome.error)
    else this.#retry(job, outcome.delay, (result as { error: unknown }).error)
    this.#dependencies.onMoved(job)
  }

  park(job: Job, reason: DeadLetterReason, error: unknown) {
    const { parking, retries, settlement, totals, onMoved, onLater } = this.#dependencies
    if (!parking.keeps(job, reason)) {
      totals.dropped++
      return settlement.settle(job, 'done')
    }
    retries.cancel(job)
    void parking.park(job, reason, error, () => {
      settlement.settle(job, 'parked')
      onMoved(job)
      onLater()
    })
  }

  #complete(job: Job) {
    if (job.head.type !== 'identity') return this.#settleDone(job)
    const { parking, onMoved, onLater } = this.#dependencies
    const done = () => {
      this.#settleDone(job)
      onMoved(job)
      onLater()
    }
    const failed = (error: unknown) => {
      this.#retry(job, this.#options.retry.minDelay, error)
      onMoved(job)
    }
    void parking.outdate(job, done, failed)
  }

  #settleDone(job: Job) {
    const { settlement, diagnostics } = this.#dependencies
    settlement.settle(job, 'done')
    if (job.failures > 0) this.#completeRetried(job)
    if (diagnostics.has('done')) this.#tellDone(job)
  }

  #completeRetried(job: Job) {
    const { retries, diagnostics } = this.#dependencies
    const { lane, failures } = job
    if (lane.retrying.length === 0) retries.lanes.delete(lane)
    diagnostics.publish('succeeded', () => ({ event: job.describe(), failures }))
  }

  #tellDone(job: Job) {
    const duration = Date.now() - job.startedAt
    const { failures } = job
    const message = () => ({ event: job.describe(), failures, duration })
    this.#dependencies.diagnostics.publish('done', message)
  }

  #retry(job: Job, delay: number, error: unknown) {
    const { diagnostics, outages, retries, totals, onRest } = this.#dependencies
    totals.failures++
    job.lane.rest(job)
    job.error = error
    job.rest()
    retries.lanes.add(job.lane)
    diagnostics.publish('retry', () => {
      const isOutage = !outages.isEmpty
      return { event: job.describe(), error, failures: job.failures, delay, isOutage }
    })
    retries.add(job, delay)
    onRest()
  }
}
