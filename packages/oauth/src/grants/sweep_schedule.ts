import type { BackgroundWork } from '../background_work.js'
import type { GrantSweep } from './grant_sweep.js'

/** In milliseconds. */
const MINUTE = 60_000
const HOUR = 60 * MINUTE

export interface SweepScheduleDependencies {
  sweep: Pick<GrantSweep, 'inBackground'>
  background: BackgroundWork
  /** Milliseconds on a clock that only goes forward. */
  now?: () => number
}

/**
 * Sweeps once an hour in each process that is in use: no cron job is needed, and no timer keeps a
 * process alive.
 */
export class SweepSchedule {
  #deps: SweepScheduleDependencies
  #now: () => number
  #dueAt: number

  constructor(deps: SweepScheduleDependencies) {
    this.#deps = deps
    this.#now = deps.now ?? (() => performance.now())
    // Not all processes of a deployment at once, and not in those that live for seconds.
    this.#dueAt = this.#now() + (5 + 10 * Math.random()) * MINUTE
  }

  /** Called at each use. Waits for nothing. */
  tick(): void {
    const now = this.#now()
    if (now < this.#dueAt) return
    this.#dueAt = now + HOUR
    this.#deps.background.add(this.#deps.sweep.inBackground())
  }
}
