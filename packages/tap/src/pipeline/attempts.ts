import { E_TAP_HANDLER_TIMEOUT } from '../errors.js'
import type { TapEvent } from '../types.js'
import type { Breaker } from './breaker.js'
import type { Job } from './job.js'
import type { Result } from './outcome.js'
import type { Step } from './step.js'

/** How often running handlers are checked for their timeout: no timer per event */
const SWEEP = 250

export interface AttemptsOptions {
  handlerTimeout: number
  liveTimeout: number
}

export interface AttemptsDependencies {
  step: Pick<Step, 'run'>
  /** All jobs, those that run among them */
  jobs: Iterable<Job>
  breaker: Pick<Breaker, 'begin' | 'isOpen'>
  onEnd(job: Job, result: Result): void
  /** A place is free that was not when the attempt began */
  onFree(): void
}

/**
 * The handlers that run, and their timeouts.
 */
export class Attempts {
  #options: AttemptsOptions
  #step: Pick<Step, 'run'>
  #breaker: AttemptsDependencies['breaker']
  #onEnd: (job: Job, result: Result) => void
  #onFree: () => void
  #jobs: Iterable<Job>
  #size = 0
  #sweeper?: NodeJS.Timeout
  #abandoned = 0

  constructor(options: AttemptsOptions, dependencies: AttemptsDependencies) {
    this.#options = options
    this.#step = dependencies.step
    this.#jobs = dependencies.jobs
    this.#breaker = dependencies.breaker
    this.#onEnd = dependencies.onEnd
    this.#onFree = dependencies.onFree
  }

  get size() {
    return this.#size
  }

  /** Handlers that ignored the signal of their timeout and still run */
  get abandoned() {
    return this.#abandoned
  }

  begin(job: Job, event: TapEvent) {
    const run = job.begin(Date.now(), this.#options.handlerTimeout)
    this.#breaker.begin()
    job.slots.used++
    const result = this.#step.run(event, job)
    if (!(result instanceof Promise)) {
      job.slots.used--
      return this.#onEnd(job, result)
    }
    this.#size++
    this.#sweeper ??= setInterval(() => this.#sweep(), this.#sweepInterval).unref()
    void result.then((value) => {
      if (job.run !== run) return void this.#abandoned--
      this.#end(job, value)
      this.#onFree()
    })
  }

  /** The time of live events begins anew: nobody could have handled them */
  restart() {
    for (const job of this.#running()) job.startedAt = Date.now()
  }

  stop() {
    clearInterval(this.#sweeper)
  }

  #end(job: Job, result: Result) {
    this.#size--
    job.slots.used--
    this.#onEnd(job, result)
  }

  /** Looked up when needed: a set of its own would cost more with each event */
  *#running() {
    for (const job of this.#jobs) if (job.state === 'running') yield job
  }

  get #sweepInterval() {
    return Math.max(1, Math.min(SWEEP, Math.ceil(this.#options.handlerTimeout / 4)))
  }

  /** Frees the places of handlers that take too long, whether they heed the signal or not */
  #sweep() {
    const now = Date.now()
    const { handlerTimeout, liveTimeout } = this.#options
    for (const job of this.#running()) {
      const isLate = job.isBarrier && !this.#breaker.isOpen && now >= job.startedAt + liveTimeout
      if (now < job.deadline && !isLate) continue
      const error = new E_TAP_HANDLER_TIMEOUT(
        `The handler did not return within ${isLate ? liveTimeout : handlerTimeout} ms`
      )
      this.#abandoned++
      job.abort(error)
      this.#end(job, { kind: 'failed', error, isTimeout: true })
    }
    this.#onFree()
  }
}
