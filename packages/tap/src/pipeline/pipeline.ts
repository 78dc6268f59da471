import type { DeadLetterReason, DeadLetterStore } from '../dead_letters/types.js'
import type { Diagnostics } from '../diagnostics.js'
import { E_TAP_HANDLER_TIMEOUT, E_TAP_OVERSIZE_FRAME } from '../errors.js'
import type { Delivery, ResolvedTapConfig, TapEvent, TapSource, TapStatus } from '../types.js'
import { Breaker } from './breaker.js'
import { Budget } from './budget.js'
import { DoneEvents } from './done_events.js'
import { Job } from './job.js'
import { Lane } from './lane.js'
import { LetterWriter } from './letter_writer.js'
import type { Result } from './outcome.js'
import { decide } from './policy.js'
import { Slots } from './slots.js'

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

/**
 * The step between lane and handler: it brings an event to its handler, and never throws.
 */
export interface Step {
  run(event: TapEvent, job: Job): Result | Promise<Result>
  /** Where the events of this job wait for their turn, when they have places of their own */
  slotsOf?(job: Job): { slots: Slots; perRepo: number } | undefined
  /** Whether a parked event is kept; `false` drops it */
  keeps?(job: Job, reason: DeadLetterReason): boolean
}

export interface PipelineDependencies {
  step: Step
  deadLetters: DeadLetterStore
  diagnostics: Diagnostics
}

/** How often running handlers are checked for their time-out: no timer per event */
const SWEEP = 250

/**
 * Runs a step over deliveries: in order within a repo, many repos at once, bounded in count and
 * bytes. A delivery is acked when its event is done or kept as a dead letter, and by nothing else.
 */
export class Pipeline {
  #options: PipelineOptions
  #step: Step
  #letters: LetterWriter
  #diagnostics: Diagnostics
  #slots: Slots
  #allSlots = new Set<Slots>()
  #budget: Budget
  #breaker: Breaker
  #valve?: Pick<TapSource, 'pause' | 'resume' | 'redelivers'>
  #lanes = new Map<string, Lane>()
  #failingLanes = new Set<Lane>()
  #jobs = new Map<string, Job>()
  #running = new Map<Job, Lane>()
  #abandoned = 0
  #parking = 0
  #retrying = 0
  #done = new DoneEvents()
  #outage?: { since: number; error: unknown; cause: 'handlers' | 'dead letters' }
  #sweeper?: NodeJS.Timeout
  #isScheduling = false
  #isStopped = false
  #whenIdle?: () => void
  readonly totals = { received: 0, done: 0, failures: 0, parked: 0, dropped: 0, repeated: 0 }

  constructor(options: PipelineOptions, { step, deadLetters, diagnostics }: PipelineDependencies) {
    this.#options = options
    this.#step = step
    this.#diagnostics = diagnostics
    this.#slots = new Slots(options.concurrency)
    this.#allSlots.add(this.#slots)
    this.#budget = new Budget(options)
    this.#breaker = new Breaker({
      onOpen: (error) => this.#outageBegins(error, 'handlers'),
      onClose: () => this.#handlersRecovered(),
      onProbe: () => this.#schedule(),
    })
    this.#letters = new LetterWriter(deadLetters, {
      onFailure: (error) => this.#outageBegins(error, 'dead letters'),
      onSuccess: () => this.#outageEnds('dead letters'),
    })
  }

  /** Whom to ask to hold on when there is no room */
  attach(valve: Pick<TapSource, 'pause' | 'resume' | 'redelivers'>) {
    this.#valve = valve
    if (this.#budget.isExceeded) valve.pause()
  }

  /** Handlers that run right now */
  get running() {
    return this.#running.size
  }

  /** Deliveries taken and not dealt with yet, those that wait for another attempt included */
  get size() {
    return this.#budget.count
  }

  status(): Pick<TapStatus, 'isPaused' | 'outage' | 'pending' | 'totals'> {
    const outage = this.#outage
    return {
      isPaused: this.#budget.isExceeded,
      outage: outage && { since: new Date(outage.since), error: outage.error },
      pending: {
        count: this.#budget.count,
        bytes: this.#budget.bytes,
        repos: this.#lanes.size,
        running: this.#running.size,
        retrying: this.#retrying,
        parking: this.#parking,
        abandoned: this.#abandoned,
      },
      totals: { ...this.totals },
    }
  }

  push(delivery: Delivery): void {
    if (this.#isStopped) return delivery.release()

    this.totals.received++
    const known = this.#jobs.get(delivery.id)
    if (known) {
      if (isSame(known.delivery, delivery)) {
        // Sent again while we are at it: one run settles both, on the way the later one came.
        known.delivery.release()
        known.delivery = delivery
        return
      }
      // The source begins its ids again. The earlier event goes on without its name.
      known.key += ` ${this.totals.received}`
      this.#jobs.set(known.key, known)
    }

    const job = new Job(delivery, this.#options.limits)
    const places = this.#step.slotsOf?.(job)
    job.slots = places?.slots ?? this.#slots
    job.perRepo = places?.perRepo ?? this.#options.concurrencyPerRepo
    this.#allSlots.add(job.slots)
    this.#jobs.set(job.key, job)
    this.#budget.add(delivery.weight)

    const lane = this.#laneOf(job.did)
    if (job.isClosing) for (const other of lane.overtake(job)) this.#settle(lane, other, 'done')
    else lane.add(job)
    this.#ready(lane)
    this.#schedule()
    if (this.#budget.isFull) this.#makeRoom()
  }

  /**
   * Starts nothing more and waits for the handlers that run. The rest is released.
   *
   * @returns how many handlers were still running when the time was up
   */
  async drain(timeout: number): Promise<number> {
    this.#isStopped = true
    this.#breaker.stop()
    for (const job of this.#jobs.values()) clearTimeout(job.timer)
    const isBusy = () => this.#running.size > 0 || this.#parking > 0
    if (isBusy()) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#whenIdle = () => isBusy() || resolve()
        timer = setTimeout(resolve, timeout)
      })
      clearTimeout(timer)
    }
    clearInterval(this.#sweeper)
    this.#letters.stop()
    for (const job of this.#jobs.values()) job.delivery.release()
    return this.#running.size + this.#abandoned
  }

  #laneOf(did: string): Lane {
    let lane = this.#lanes.get(did)
    if (!lane) this.#lanes.set(did, (lane = new Lane(did)))
    return lane
  }

  #ready(lane: Lane) {
    if (lane.isReady) return
    const job = lane.peek()
    if (job) job.slots.add(lane)
  }

  #schedule() {
    if (this.#isScheduling) return
    this.#isScheduling = true
    for (const slots of this.#allSlots) {
      while (!this.#isStopped && slots.isFree && this.#breaker.admits) {
        const lane = slots.shift(this.#breaker.isOpen)
        if (!lane) break
        const job = lane.peek()
        if (job?.slots === slots) this.#run(lane, job)
        // Off and on again: repos take turns.
        this.#ready(lane)
      }
    }
    this.#isScheduling = false
  }

  #run(lane: Lane, job: Job) {
    lane.begin(job)
    let event: TapEvent
    try {
      event = job.read()
    } catch (error) {
      const reason = error instanceof E_TAP_OVERSIZE_FRAME ? 'oversize' : 'unreadable'
      return this.#conclude(lane, job, { kind: 'refused', reason, error }, false)
    }
    if (this.#done.has(job.delivery.id, event)) {
      this.totals.repeated++
      return this.#settle(lane, job, 'done')
    }

    const run = job.begin(Date.now(), this.#options.handlerTimeout)
    this.#breaker.begin()
    job.slots.used++
    this.#running.set(job, lane)
    const result = this.#step.run(event, job)
    if (!(result instanceof Promise)) return this.#end(lane, job, result)
    this.#sweeper ??= setInterval(() => this.#sweep(), this.#sweepInterval).unref()
    void result.then((value) => {
      if (job.run === run) {
        this.#end(lane, job, value)
        this.#schedule()
      } else this.#abandoned--
    })
  }

  get #sweepInterval() {
    return Math.max(1, Math.min(SWEEP, Math.ceil(this.#options.handlerTimeout / 4)))
  }

  /** Frees the places of handlers that take too long, whether they heed the signal or not */
  #sweep() {
    const now = Date.now()
    for (const [job, lane] of this.#running) {
      const { handlerTimeout, liveTimeout } = this.#options
      const isLate = job.isBarrier && !this.#breaker.isOpen && now >= job.startedAt + liveTimeout
      if (now < job.deadline && !isLate) continue
      const error = new E_TAP_HANDLER_TIMEOUT(
        `The handler did not return within ${isLate ? liveTimeout : handlerTimeout} ms`
      )
      this.#abandoned++
      job.abort(error)
      this.#end(lane, job, { kind: 'failed', error, isTimeout: true })
    }
    this.#schedule()
  }

  #end(lane: Lane, job: Job, result: Result) {
    this.#running.delete(job)
    job.slots.used--
    this.#finish(lane, job, result)
  }

  #finish(lane: Lane, job: Job, result: Result) {
    const wasOpen = this.#breaker.isOpen
    if (result.kind === 'done') this.#breaker.succeeded()
    else if (result.kind === 'failed') this.#breaker.failed(lane, result.error)
    else this.#breaker.ended()
    this.#conclude(lane, job, result, wasOpen || this.#breaker.isOpen)
  }

  #conclude(lane: Lane, job: Job, result: Result, isOutageNow: boolean) {
    const outcome = decide(job, result, this.#options, isOutageNow)
    if (outcome.kind === 'done') this.#complete(lane, job)
    else if (outcome.kind === 'park') this.#park(lane, job, outcome.reason, outcome.error)
    else this.#retry(lane, job, outcome.delay, (result as { error: unknown }).error)
    this.#ready(lane)
    this.#whenIdle?.()
  }

  #complete(lane: Lane, job: Job) {
    if (job.isDeletion) return this.#completeDeletion(lane, job)
    const { head, failures, startedAt } = job
    this.#settle(lane, job, 'done')
    if (failures > 0 && lane.retrying.length === 0) this.#failingLanes.delete(lane)
    this.#diagnostics.publish('done', () => ({
      event: head,
      failures,
      duration: Date.now() - startedAt,
    }))
  }

  /** An account that was deleted leaves nothing behind, dead letters included. */
  #completeDeletion(lane: Lane, job: Job) {
    lane.end(job, 'parking')
    this.#parking++
    void this.#letters.deleteAccount(job.did).then(
      () => {
        this.#parking--
        this.#settle(lane, job, 'done')
        this.#ready(lane)
        this.#schedule()
        this.#whenIdle?.()
      },
      (error) => {
        this.#parking--
        this.#retry(lane, job, this.#options.retry.minDelay, error)
        this.#whenIdle?.()
      }
    )
  }

  #retry(lane: Lane, job: Job, delay: number, error: unknown) {
    this.totals.failures++
    lane.end(job, 'resting')
    job.state = 'resting'
    job.error = error
    job.rest()
    this.#failingLanes.add(lane)
    this.#diagnostics.publish('retry', () => {
      const isOutage = this.#outage !== undefined
      return { event: job.head, error, failures: job.failures, delay, isOutage }
    })
    if (this.#isStopped) return
    this.#retrying++
    job.timer = setTimeout(() => {
      this.#retrying--
      job.timer = undefined
      if (job.state !== 'resting') return
      lane.again(job)
      this.#ready(lane)
      this.#schedule()
    }, delay)
    if (this.#budget.isExceeded) this.#makeRoom()
  }

  #park(lane: Lane, job: Job, reason: DeadLetterReason, error: unknown) {
    if (this.#step.keeps?.(job, reason) === false) {
      this.totals.dropped++
      this.#diagnostics.publish('drop', () => ({ event: job.head, reason }))
      return this.#settle(lane, job, 'done')
    }
    lane.end(job, 'parking')
    job.state = 'parking'
    this.#clearTimer(job)
    this.#parking++
    const { frame } = job.delivery
    void this.#letters.put(job.toLetter(reason, error)).then(() => {
      this.#parking--
      this.totals.parked++
      this.#diagnostics.publish('park', () => ({ event: job.head, reason, error, frame }))
      this.#settle(lane, job, 'parked')
      this.#ready(lane)
      this.#schedule()
      this.#whenIdle?.()
    })
  }

  #settle(lane: Lane, job: Job, outcome: 'done' | 'parked') {
    try {
      this.#done.add(job.delivery.id, job.read())
    } catch {
      // Unreadable now, and unreadable when it comes again.
    }
    job.delivery.ack(outcome)
    if (outcome === 'done') this.totals.done++
    this.#leave(lane, job)
  }

  #leave(lane: Lane, job: Job) {
    this.#clearTimer(job)
    lane.settle(job)
    this.#jobs.delete(job.key)
    this.#budget.remove(job.delivery.weight)
    if (lane.isEmpty) {
      this.#lanes.delete(lane.did)
      this.#failingLanes.delete(lane)
    }
    if (!this.#budget.isExceeded || !this.#budget.hasRoom) return
    this.#budget.isExceeded = false
    this.#valve?.resume()
    this.#diagnostics.publish('resumed', () => ({}))
  }

  #clearTimer(job: Job) {
    if (!job.timer) return
    clearTimeout(job.timer)
    job.timer = undefined
    this.#retrying--
  }

  /**
   * Repos that fail must not fill the memory that others need: what waits behind their failure is
   * given up where the source sends it again. If that does not help, the source has to hold on.
   */
  #makeRoom() {
    if (!this.#breaker.isOpen) {
      for (const lane of this.#failingLanes) {
        this.#parkEarly(lane)
        for (const job of this.#valve?.redelivers ? lane.shed() : []) {
          job.delivery.release()
          this.#leave(lane, job)
        }
        this.#failingLanes.delete(lane)
      }
    }
    if (!this.#budget.isFull || this.#budget.isExceeded) return
    this.#budget.isExceeded = true
    this.#valve?.pause()
    this.#diagnostics.publish('paused', () => ({}))
  }

  /** What failed while everyone else succeeded has had its chance. */
  #parkEarly(lane: Lane) {
    if (!this.#breaker.isSuspect(lane)) return
    for (const job of lane.retrying) this.#park(lane, job, 'failed', job.error)
  }

  #outageBegins(error: unknown, cause: 'handlers' | 'dead letters') {
    if (this.#outage) return
    this.#outage = { since: Date.now(), error, cause }
    this.#diagnostics.publish('outage', () => ({ error, cause }))
  }

  #outageEnds(cause: 'handlers' | 'dead letters') {
    if (this.#outage?.cause !== cause) return
    const { since } = this.#outage
    this.#outage = undefined
    this.#diagnostics.publish('recovery', () => ({ cause, duration: Date.now() - since }))
  }

  /** Everything that waits for an attempt is due, with all of its time before it. */
  #handlersRecovered() {
    this.#outageEnds('handlers')
    for (const job of this.#running.keys()) job.startedAt = Date.now()
    for (const lane of this.#failingLanes) {
      for (const job of lane.retrying) {
        job.startedAt = 0
        if (!job.timer) continue
        this.#clearTimer(job)
        lane.again(job)
        this.#ready(lane)
      }
    }
    this.#schedule()
  }
}

function isSame(one: Delivery, other: Delivery): boolean {
  return one.frame === other.frame && one.event === other.event
}
