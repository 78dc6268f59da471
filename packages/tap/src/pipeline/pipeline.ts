import { backoff } from '../backoff.js'
import type { BackoffRange, Delivery, TapEvent } from '../types.js'
import { Job, jobKey } from './job.js'
import { Lane } from './lane.js'

export interface PipelineOptions {
  concurrency: number
  concurrencyPerRepo: number
  capacity: number
  retry: BackoffRange
  /** Milliseconds after which a handler counts as slow; default 30,000 */
  slowAfter?: number
}

/**
 * What the pipeline tells whoever runs it. None of these may throw.
 */
export interface PipelineHooks {
  /** `delay` is how many milliseconds pass before the next try */
  onFailure?(event: TapEvent, error: unknown, failures: number, delay: number): void
  /** A handler succeeded that had thrown before */
  onRecovery?(event: TapEvent, failures: number): void
  /** A handler has not resolved for a long time. It keeps its place and its repo until it does. */
  onSlow?(event: TapEvent): void
  /** No room is left: what is pushed now makes memory grow */
  onFull?(): void
  /** There is room again after `onFull` */
  onRoom?(): void
}

/**
 * Runs a handler over deliveries: in order within a repo, many repos at once, bounded. A delivery
 * is acked once its handler has resolved; a handler that throws is called again after a wait,
 * during which it keeps its repo's order and nobody else's place.
 */
export class Pipeline {
  #lanes = new Map<string, Lane>()
  #ready = new Set<Lane>()
  #jobs = new Map<string, Job>()
  #running = 0
  #isFull = false
  #isStopped = false
  #whenIdle?: () => void

  constructor(
    protected handle: (event: TapEvent) => Promise<unknown>,
    protected options: PipelineOptions,
    protected hooks: PipelineHooks = {}
  ) {}

  /** Deliveries taken and not dealt with yet, those that wait for another try included */
  get size() {
    return this.#jobs.size
  }

  /** Handlers that run right now */
  get running() {
    return this.#running
  }

  push(delivery: Delivery): void {
    if (this.#isStopped) return

    const key = jobKey(delivery)
    const known = this.#jobs.get(key)
    if (known) {
      // Sent again while we are at it: one run answers both, on the way the later one came.
      known.delivery = delivery
      return
    }

    const job = new Job(key, delivery)
    const lane = this.#laneOf(delivery.event.did)
    this.#jobs.set(key, job)
    lane.add(job)
    this.#schedule(lane)
    if (this.#jobs.size >= this.options.capacity) this.#makeRoom()
  }

  /**
   * Starts nothing more and waits for the handlers that run. What is left unacked is the source's
   * to send again.
   *
   * @returns how many handlers were still running when the time was up
   */
  async drain(timeout: number): Promise<number> {
    this.#isStopped = true
    for (const job of this.#jobs.values()) clearTimeout(job.timer)
    if (this.#running > 0) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve
        timer = setTimeout(resolve, timeout)
      })
      clearTimeout(timer)
    }
    return this.#running
  }

  #laneOf(did: string): Lane {
    let lane = this.#lanes.get(did)
    if (!lane) {
      lane = new Lane(did, this.options.concurrencyPerRepo)
      this.#lanes.set(did, lane)
    }
    return lane
  }

  #schedule(lane: Lane) {
    if (lane.hasNext) this.#ready.add(lane)
    while (!this.#isStopped && this.#running < this.options.concurrency) {
      const [next] = this.#ready
      if (!next) return
      // Off and on again: repos take turns.
      this.#ready.delete(next)
      if (!next.hasNext) continue
      const job = next.next()
      if (next.hasNext) this.#ready.add(next)
      void this.#run(next, job)
    }
  }

  async #run(lane: Lane, job: Job) {
    this.#running++
    const { slowAfter = 30_000 } = this.options
    job.timer = setTimeout(() => this.hooks.onSlow?.(job.event), slowAfter).unref()
    try {
      await this.handle(job.event)
      this.#succeed(lane, job)
    } catch (error) {
      this.#fail(lane, job, error)
    }
    this.#running--
    if (this.#running === 0) this.#whenIdle?.()
    this.#schedule(lane)
  }

  #succeed(lane: Lane, job: Job) {
    clearTimeout(job.timer)
    job.delivery.ack()
    if (job.failures > 0) this.hooks.onRecovery?.(job.event, job.failures)
    lane.done(job)
    this.#forget(job)
    if (lane.isEmpty) this.#lanes.delete(lane.did)
  }

  #fail(lane: Lane, job: Job, error: unknown) {
    clearTimeout(job.timer)
    job.failures++
    const delay = backoff(job.failures, this.options.retry)
    this.hooks.onFailure?.(job.event, error, job.failures, delay)
    if (this.#isStopped) return
    job.timer = setTimeout(() => {
      lane.tryAgain(job)
      this.#schedule(lane)
    }, delay)
    if (this.#isFull) this.#makeRoom()
  }

  /**
   * Repos that fail must not fill the memory that the others need: what waits behind their failure
   * is given up, unacked, and the server sends it again. If that does not help, the source is asked
   * to hold on.
   */
  #makeRoom() {
    for (const lane of this.#lanes.values()) {
      if (lane.isFailing) for (const job of lane.shed()) this.#forget(job)
    }
    if (this.#jobs.size < this.options.capacity || this.#isFull) return
    this.#isFull = true
    this.hooks.onFull?.()
  }

  #forget(job: Job) {
    this.#jobs.delete(job.key)
    // Not at the first free place, or the source would be stopped and started for each event.
    if (!this.#isFull || this.#jobs.size > this.options.capacity * 0.75) return
    this.#isFull = false
    this.hooks.onRoom?.()
  }
}
