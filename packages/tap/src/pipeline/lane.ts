import type { Job } from './job.js'

/**
 * The events of one repo, in the order they came. Historical events run together up to a bound; a
 * barrier waits for everything before it and lets nothing pass. A job that is between two tries
 * keeps its place.
 */
export class Lane {
  #waiting: Job[] = []
  #again: Job[] = []
  #active = new Set<Job>()

  constructor(
    readonly did: string,
    protected concurrency: number
  ) {}

  get isEmpty() {
    return this.#active.size === 0 && this.#waiting.length === 0
  }

  /** Whether a handler of this repo has thrown and not succeeded since */
  get isFailing() {
    for (const job of this.#active) if (job.failures > 0) return true
    return false
  }

  get hasNext(): boolean {
    if (this.#again.length > 0) return true
    const [head] = this.#waiting
    if (!head) return false
    if (head.isBarrier) return this.#active.size === 0
    return this.#active.size < this.concurrency && !this.#hasBarrier
  }

  add(job: Job) {
    this.#waiting.push(job)
  }

  /** Takes the job that may run now; only while `hasNext` */
  next(): Job {
    const again = this.#again.shift()
    if (again) return again
    const job = this.#waiting.shift()!
    this.#active.add(job)
    return job
  }

  tryAgain(job: Job) {
    this.#again.push(job)
  }

  done(job: Job) {
    this.#active.delete(job)
  }

  /** Gives up the jobs that have not begun */
  shed(): Job[] {
    return this.#waiting.splice(0)
  }

  get #hasBarrier() {
    for (const job of this.#active) return job.isBarrier
    return false
  }
}
