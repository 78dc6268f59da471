import { E_TAP_OVERSIZE_FRAME } from '../errors.js'
import type { Delivery, TapEvent, TapStatus } from '../types.js'
import { Job } from './job.js'
import type { Result } from './outcome.js'
import {
  createParts,
  type Parts,
  type PipelineDependencies,
  type PipelineOptions,
} from './parts.js'
import type { Valve } from './pressure.js'
import { Slots } from './slots.js'
import type { Step } from './step.js'

/**
 * Runs a step over deliveries: in order within a repo, many repos at once, bounded in count and
 * bytes. A delivery is acked when its event is done or kept as a dead letter, and by nothing else.
 */
export class Pipeline {
  #options: PipelineOptions
  #step: Step
  #slots: Slots
  #parts: Parts
  #isStopped = false
  #whenIdle?: () => void

  constructor(options: PipelineOptions, dependencies: PipelineDependencies) {
    this.#options = options
    this.#step = dependencies.step
    this.#slots = new Slots(options.concurrency)
    this.#parts = createParts(options, dependencies, {
      onTurn: (job) => this.#begin(job),
      onEnd: (job, result) => this.#end(job, result),
      onMoved: (job) => this.#moveOn(job),
      onRecovery: () => this.#recover(),
    })
  }

  /** Sets the source to pause when memory is full. */
  attach(valve: Valve) {
    this.#parts.pressure.attach(valve)
  }

  /** The number of running handlers. */
  get running() {
    return this.#parts.attempts.size
  }

  /** The number of unfinished deliveries, including those that wait for a retry. */
  get size() {
    return this.#parts.budget.count
  }

  status(): Pick<TapStatus, 'isPaused' | 'outage' | 'pending' | 'totals'> {
    const { attempts, budget, outages, parking, pressure, retries, schedule, totals } = this.#parts
    return {
      isPaused: pressure.isPaused,
      outage: outages.status(),
      pending: {
        count: budget.count,
        bytes: budget.bytes,
        repos: schedule.size,
        running: attempts.size,
        retrying: retries.size,
        parking: parking.size,
        abandoned: attempts.abandoned,
      },
      totals: { ...totals },
    }
  }

  push(delivery: Delivery): void {
    if (this.#isStopped) return delivery.release()
    const { budget, jobs, pressure, relief, retries, schedule, settlement, totals } = this.#parts
    totals.received++
    if (jobs.join(delivery)) return

    const job = new Job(delivery, this.#options.limits)
    const places = this.#step.slotsOf?.(job)
    job.slots = places?.slots ?? this.#slots
    job.perRepo = places?.perRepo ?? this.#options.concurrencyPerRepo
    job.lane = schedule.laneOf(job.did)
    jobs.add(job)
    budget.add(delivery.weight)

    if (job.isClosing) for (const other of schedule.addFirst(job)) settlement.settle(other, 'done')
    else schedule.add(job)
    schedule.run()
    if (budget.isFull) relief.makeRoom()
    // What waits behind a failure is not about to run, and others must not wait for it.
    else if (!job.slots.isFree && retries.lanes.size === 0) pressure.holdBack(job.slots)
  }

  /**
   * Starts no more handlers, waits for the running ones, and releases all other events.
   *
   * @returns how many handlers were still running when the time was up
   */
  async drain(timeout: number): Promise<number> {
    const { attempts, breaker, jobs, parking, retries, schedule } = this.#parts
    this.#isStopped = true
    schedule.stop()
    breaker.stop()
    retries.stop(jobs)
    const isBusy = () => attempts.size > 0 || parking.size > 0
    if (isBusy()) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#whenIdle = () => isBusy() || resolve()
        timer = setTimeout(resolve, timeout)
      })
      clearTimeout(timer)
    }
    attempts.stop()
    parking.stop()
    for (const job of jobs) job.delivery.release()
    return attempts.size + attempts.abandoned
  }

  #begin(job: Job) {
    const { attempts, conclusions, settlement, totals } = this.#parts
    let event: TapEvent
    try {
      event = job.read()
    } catch (error) {
      const reason = error instanceof E_TAP_OVERSIZE_FRAME ? 'oversize' : 'unreadable'
      return conclusions.conclude(job, { kind: 'refused', reason, error }, false)
    }
    if (settlement.isKnown(job, event)) {
      totals.repeated++
      return settlement.settle(job, 'done')
    }
    attempts.begin(job, event)
  }

  #end(job: Job, result: Result) {
    const { breaker, conclusions, outages, relief } = this.#parts
    const wasOpen = breaker.isOpen
    const hadFailed = job.lane.failingSince !== undefined
    if (result.kind === 'done') breaker.succeeded(job.lane)
    else if (result.kind === 'refused' || job.delivery.maxAttempts) breaker.ended()
    else breaker.failed(job.lane, result.error)
    conclusions.conclude(job, result, wasOpen || !outages.isEmpty)
    relief.ended(result, hadFailed)
  }

  #moveOn(job: Job) {
    this.#parts.schedule.ready(job.lane)
    this.#whenIdle?.()
  }

  /** Makes all waiting jobs due, with their full time limit. */
  #recover() {
    const { attempts, outages, retries, schedule } = this.#parts
    outages.end('handlers')
    attempts.restart()
    retries.allDue()
    schedule.run()
  }
}
