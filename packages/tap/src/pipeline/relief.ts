import type { Breaker } from './breaker.js'
import type { Job } from './job.js'
import type { OutageLog } from './outage_log.js'
import type { Result } from './outcome.js'
import type { Pressure } from './pressure.js'
import type { Retries } from './retries.js'
import type { Schedule } from './schedule.js'
import type { Settlement } from './settlement.js'
import { Standstill } from './standstill.js'

export interface ReliefDependencies {
  breaker: Pick<Breaker, 'isOpen' | 'isSuspect'>
  outages: Pick<OutageLog, 'isEmpty'>
  pressure: Pressure
  retries: Retries
  schedule: Pick<Schedule, 'size'>
  settlement: Settlement
  park(job: Job): void
}

/**
 * Prevents failing repos from filling the memory that others need.
 */
export class Relief {
  #dependencies: ReliefDependencies
  #standstill = new Standstill()

  constructor(dependencies: ReliefDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * Releases events that wait behind a failure, if the source sends them again. If that is not
   * enough, the source is paused.
   */
  makeRoom() {
    const { breaker, outages, retries, pressure, settlement, park } = this.#dependencies
    if (outages.isEmpty) {
      for (const lane of retries.lanes) {
        // Gives up retries of repos that failed while others succeeded.
        if (breaker.isSuspect(lane)) for (const job of lane.retrying) park(job)
        if (pressure.redelivers) for (const job of lane.shed()) settlement.release(job)
        retries.lanes.delete(lane)
      }
    }
    pressure.rise()
  }

  /**
   * An attempt has ended.
   *
   * @param hadFailed - whether its repo failed before: until all were asked, nothing stands still
   */
  ended(result: Result, hadFailed: boolean) {
    const { breaker, pressure, schedule } = this.#dependencies
    if (result.kind !== 'failed' || !breaker.isOpen || !pressure.isPaused) this.#standstill.end()
    else if (hadFailed && this.#standstill.failed(result.error, schedule.size)) this.#readOthers()
  }

  /**
   * Memory is full of failing events, and the source is paused. If an event of another repo
   * succeeded, it would show that there is no outage, so some failing events have to make room for
   * it.
   */
  #readOthers() {
    const { retries, pressure, settlement } = this.#dependencies
    if (!pressure.redelivers) return
    for (const lane of retries.lanes) {
      if (!pressure.isPaused) return
      for (const job of lane.abandon()) settlement.release(job)
    }
  }
}
