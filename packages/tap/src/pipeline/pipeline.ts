import type { DeadLetterReason, DeadLetterStore } from '../dead_letter.js'
import type { Diagnostics } from '../diagnostics.js'
import { E_TAP_OVERSIZE_FRAME } from '../errors.js'
import type { Delivery, ResolvedTapConfig, TapEvent, TapStatus } from '../types.js'
import { Attempts } from './attempts.js'
import { Breaker } from './breaker.js'
import { Budget } from './budget.js'
import { DoneEvents } from './done_events.js'
import { Job } from './job.js'
import { JobTable } from './job_table.js'
import { OutageLog } from './outage_log.js'
import type { Result } from './outcome.js'
import { Parking } from './parking.js'
import { decide } from './policy.js'
import { Pressure, type Valve } from './pressure.js'
import { Retries } from './retries.js'
import { Schedule } from './schedule.js'
import { Slots } from './slots.js'
import { Standstill } from './standstill.js'
import type { Step } from './step.js'

export type PipelineOptions = Pick<
  ResolvedTapConfig,
  | 'concurrency'
  | 'concurrencyPerRepo'
  | 'capacity'
  | 'capacityBytes'
  | 'limits'
  | 'attempts'
  | 'retry'
  | 'handlerTimeout'
  | 'liveTimeout'
>

export interface PipelineDependencies {
  step: Step
  deadLetters: DeadLetterStore
  diagnostics: Diagnostics
}

/**
 * Runs a step over deliveries: in order within a repo, many repos at once, bounded in count and
 * bytes. A delivery is acked when its event is done or kept as a dead letter, and by nothing else.
 */
export class Pipeline {
  #options: PipelineOptions
  #step: Step
  #diagnostics: Diagnostics
  #slots: Slots
  #budget: Budget
  #pressure: Pressure
  #outages: OutageLog
  #breaker: Breaker
  #schedule: Schedule
  #attempts: Attempts
  #retries: Retries
  #parking: Parking
  #standstill = new Standstill()
  #jobs = new JobTable()
  #done = new DoneEvents()
  #isStopped = false
  #whenIdle?: () => void
  #totals = { received: 0, done: 0, failures: 0, parked: 0, dropped: 0, repeated: 0 }

  constructor(options: PipelineOptions, { step, deadLetters, diagnostics }: PipelineDependencies) {
    this.#options = options
    this.#step = step
    this.#diagnostics = diagnostics
    this.#slots = new Slots(options.concurrency)
    this.#budget = new Budget(options)
    this.#pressure = new Pressure(this.#budget, diagnostics)
    this.#outages = new OutageLog(diagnostics)
    this.#breaker = new Breaker({
      onOpen: (error) => this.#outages.begin('handlers', error),
      onClose: () => this.#recover(),
      onProbe: () => this.#schedule.run(),
    })
    this.#schedule = new Schedule({
      breaker: this.#breaker,
      begin: (job) => this.#begin(job),
    })
    this.#attempts = new Attempts(options, {
      step,
      jobs: this.#jobs,
      breaker: this.#breaker,
      onEnd: (job, result) => this.#end(job, result),
      onFree: () => this.#schedule.run(),
    })
    this.#retries = new Retries((job) => {
      this.#schedule.again(job)
      this.#schedule.run()
    })
    this.#parking = new Parking({
      store: deadLetters,
      step,
      diagnostics,
      onFailure: (error) => this.#outages.begin('dead letters', error),
      onSuccess: () => this.#outages.end('dead letters'),
    })
  }

  /** Whom to ask to hold on when there is no room */
  attach(valve: Valve) {
    this.#pressure.attach(valve)
  }

  /** Handlers that run right now */
  get running() {
    return this.#attempts.size
  }

  /** Deliveries taken and not dealt with yet, those that wait for another attempt included */
  get size() {
    return this.#budget.count
  }

  status(): Pick<TapStatus, 'isPaused' | 'outage' | 'pending' | 'totals'> {
    return {
      isPaused: this.#pressure.isPaused,
      outage: this.#outages.status(),
      pending: {
        count: this.#budget.count,
        bytes: this.#budget.bytes,
        repos: this.#schedule.size,
        running: this.#attempts.size,
        retrying: this.#retries.size,
        parking: this.#parking.size,
        abandoned: this.#attempts.abandoned,
      },
      totals: { ...this.#totals },
    }
  }

  push(delivery: Delivery): void {
    if (this.#isStopped) return delivery.release()
    this.#totals.received++
    if (this.#jobs.join(delivery)) return

    const job = new Job(delivery, this.#options.limits)
    const places = this.#step.slotsOf?.(job)
    job.slots = places?.slots ?? this.#slots
    job.perRepo = places?.perRepo ?? this.#options.concurrencyPerRepo
    job.lane = this.#schedule.laneOf(job.did)
    this.#jobs.add(job)
    this.#budget.add(delivery.weight)

    if (job.isClosing) for (const other of this.#schedule.addFirst(job)) this.#settle(other, 'done')
    else this.#schedule.add(job)
    this.#schedule.run()
    if (this.#budget.isFull) this.#makeRoom()
  }

  /**
   * Starts nothing more and waits for the handlers that run. The rest is released.
   *
   * @returns how many handlers were still running when the time was up
   */
  async drain(timeout: number): Promise<number> {
    this.#isStopped = true
    this.#schedule.stop()
    this.#breaker.stop()
    for (const job of this.#jobs) this.#retries.cancel(job)
    const isBusy = () => this.#attempts.size > 0 || this.#parking.size > 0
    if (isBusy()) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#whenIdle = () => isBusy() || resolve()
        timer = setTimeout(resolve, timeout)
      })
      clearTimeout(timer)
    }
    this.#attempts.stop()
    this.#parking.stop()
    for (const job of this.#jobs) job.delivery.release()
    return this.#attempts.size + this.#attempts.abandoned
  }

  #begin(job: Job) {
    let event: TapEvent
    try {
      event = job.read()
    } catch (error) {
      const reason = error instanceof E_TAP_OVERSIZE_FRAME ? 'oversize' : 'unreadable'
      return this.#conclude(job, { kind: 'refused', reason, error }, false)
    }
    job.fingerprint = this.#done.fingerprint(job.delivery.id, event)
    if (this.#done.has(job.delivery.id, job.fingerprint)) {
      this.#totals.repeated++
      return this.#settle(job, 'done')
    }
    this.#attempts.begin(job, event)
  }

  #end(job: Job, result: Result) {
    const wasOpen = this.#breaker.isOpen
    if (result.kind === 'done') this.#breaker.succeeded()
    else if (result.kind === 'refused' || job.delivery.maxAttempts) this.#breaker.ended()
    else this.#breaker.failed(job.lane, result.error)
    this.#conclude(job, result, wasOpen || !this.#outages.isEmpty)
    if (result.kind === 'failed' && this.#breaker.isOpen && this.#pressure.isPaused) {
      if (this.#standstill.failed(result.error, this.#schedule.size)) this.#readOthers()
    } else this.#standstill.end()
  }

  #conclude(job: Job, result: Result, isOutageNow: boolean) {
    const outcome = decide(job, result, this.#options, isOutageNow)
    if (outcome.kind === 'done') this.#complete(job)
    else if (outcome.kind === 'park') this.#park(job, outcome.reason, outcome.error)
    else this.#retry(job, outcome.delay, (result as { error: unknown }).error)
    this.#moveOn(job)
  }

  /** The repo and whoever waits for the end can go on. */
  #moveOn(job: Job) {
    this.#schedule.ready(job.lane)
    this.#whenIdle?.()
  }

  #complete(job: Job) {
    if (job.head.type === 'identity') return this.#completeIdentity(job)
    this.#settleDone(job)
  }

  #settleDone(job: Job) {
    this.#settle(job, 'done')
    if (job.failures > 0) this.#completeRetried(job)
    if (this.#diagnostics.has('done')) this.#tellDone(job)
  }

  #completeRetried(job: Job) {
    const { lane, failures } = job
    if (lane.retrying.length === 0) this.#retries.lanes.delete(lane)
    this.#diagnostics.publish('succeeded', () => ({ event: job.describe(), failures }))
  }

  #tellDone(job: Job) {
    const duration = Date.now() - job.startedAt
    const { failures } = job
    this.#diagnostics.publish('done', () => ({ event: job.describe(), failures, duration }))
  }

  #completeIdentity(job: Job) {
    const done = () => {
      this.#settleDone(job)
      this.#moveOn(job)
      this.#schedule.run()
    }
    const failed = (error: unknown) => {
      this.#retry(job, this.#options.retry.minDelay, error)
      this.#moveOn(job)
    }
    void this.#parking.outdate(job, done, failed)
  }

  #retry(job: Job, delay: number, error: unknown) {
    this.#totals.failures++
    job.lane.rest(job)
    job.error = error
    job.rest()
    this.#retries.lanes.add(job.lane)
    this.#diagnostics.publish('retry', () => {
      const isOutage = !this.#outages.isEmpty
      return { event: job.describe(), error, failures: job.failures, delay, isOutage }
    })
    if (this.#isStopped) return
    this.#retries.add(job, delay)
    if (this.#pressure.isPaused) this.#makeRoom()
  }

  #park(job: Job, reason: DeadLetterReason, error: unknown) {
    if (!this.#parking.keeps(job, reason)) {
      this.#totals.dropped++
      return this.#settle(job, 'done')
    }
    this.#retries.cancel(job)
    void this.#parking.park(job, reason, error, () => {
      this.#totals.parked++
      this.#settle(job, 'parked')
      this.#moveOn(job)
      this.#schedule.run()
    })
  }

  #settle(job: Job, outcome: 'done' | 'parked') {
    // What was never read is unreadable, or pointless. If it comes again, that is found again.
    if (job.fingerprint) this.#done.add(job.delivery.id, job.fingerprint)
    job.delivery.ack(outcome)
    if (outcome === 'done') this.#totals.done++
    this.#leave(job)
  }

  #leave(job: Job) {
    const { lane } = job
    this.#retries.cancel(job)
    lane.settle(job)
    this.#jobs.delete(job)
    this.#budget.remove(job.delivery.weight)
    this.#schedule.leave(lane)
    if (lane.isEmpty) this.#retries.lanes.delete(lane)
    this.#pressure.fall()
  }

  /**
   * Repos that fail must not fill the memory that others need: what waits behind their failure is
   * given up where the source sends it again. If that does not help, the source has to hold on.
   */
  #makeRoom() {
    if (this.#outages.isEmpty) {
      for (const lane of this.#retries.lanes) {
        // What failed while everyone else succeeded has had its chance.
        if (this.#breaker.isSuspect(lane)) {
          for (const job of lane.retrying) this.#park(job, 'failed', job.error)
        }
        for (const job of this.#pressure.redelivers ? lane.shed() : []) {
          job.delivery.release()
          this.#leave(job)
        }
        this.#retries.lanes.delete(lane)
      }
    }
    this.#pressure.rise()
  }

  /**
   * Memory is full of what fails, and the source is paused. One event of somebody else's that
   * succeeds would show that this is no outage, so some of what fails has to make room for it.
   */
  #readOthers() {
    if (!this.#pressure.redelivers) return
    for (const lane of this.#retries.lanes) {
      if (!this.#pressure.isPaused) return
      for (const job of lane.abandon()) {
        job.delivery.release()
        this.#leave(job)
      }
    }
  }

  /** Everything that waits for an attempt is due, with all of its time before it. */
  #recover() {
    this.#outages.end('handlers')
    this.#attempts.restart()
    this.#retries.allDue()
    this.#schedule.run()
  }
}
