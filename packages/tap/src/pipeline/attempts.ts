import { E_TAP_HANDLER_TIMEOUT } from '../errors.js'
import type { TapEvent } from '../types.js'
import type { Breaker } from './breaker.js'
import type { Job } from './job.js'
import type { Result } from './outcome.js'
import type { Step } from './step.js'

/** How often running handlers are checked for timeouts, instead of a timer per event. */
const SWEEP = 250

export interface AttemptsOptions {
  handlerTimeout: number
  liveTimeout: number
}

export interface AttemptsDependencies {
  step: Pick<Step, 'run'>
  /** All jobs, including running ones. */
  jobs: Iterable<Job>
  breaker: Pick<Breaker, 'begin' | 'isOpen'>
  onEnd(job: Job, result: Result): void
  /** A slot was freed. */
  onFree(): void
}

/**
 * The running handlers and their timeouts.
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

  /** Handlers that ignored the abort signal and are still running. */
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

  /** Restarts the time limit of live events, which could not have been handled. */
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

  /** Computed when needed, because keeping a set would cost more per event. */
  *#running() {
    for (const job of this.#jobs) if (job.state === 'running') yield job
  }

  get #sweepInterval() {
    return Math.max(1, Math.min(SWEEP, Math.ceil(this.#options.handlerTimeout / 4)))
  }

  /** Frees the slots of handlers that take too long, even if they ignore the signal. */
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
