import type { Job } from './job.js'
import type { Lane } from './lane.js'

/**
 * The jobs that wait for a retry, and their repos.
 */
export class Retries {
  #onDue: (job: Job) => void
  #size = 0
  #isStopped = false
  readonly lanes = new Set<Lane<Job>>()

  constructor(onDue: (job: Job) => void) {
    this.#onDue = onDue
  }

  get size() {
    return this.#size
  }

  add(job: Job, delay: number) {
    if (this.#isStopped) return
    this.#size++
    job.timer = setTimeout(() => {
      this.cancel(job)
      if (job.state === 'resting') this.#onDue(job)
    }, delay)
  }

  cancel(job: Job) {
    if (!job.timer) return
    clearTimeout(job.timer)
    job.timer = undefined
    this.#size--
  }

  /** Makes all waiting jobs due, with their full time limit. */
  allDue() {
    for (const lane of this.lanes) {
      for (const job of lane.retrying) {
        job.startedAt = 0
        if (!job.timer) continue
        this.cancel(job)
        this.#onDue(job)
      }
    }
  }

  /** Stops the timers of these jobs and of all others. */
  stop(jobs: Iterable<Job>) {
    this.#isStopped = true
    for (const job of jobs) this.cancel(job)
  }
}
