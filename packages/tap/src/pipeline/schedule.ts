import type { Breaker } from './breaker.js'
import type { Job } from './job.js'
import type { Lane } from './lane.js'
import { LaneTable } from './lane_table.js'
import type { Slots } from './slots.js'

export interface ScheduleDependencies {
  breaker: Pick<Breaker, 'admits' | 'admitsUntried' | 'isOpen'>
  /** Starts an attempt of a job that has a slot. */
  begin(job: Job): void
  /** These slots have nothing to run. */
  onIdle(slots: Slots): void
}

/**
 * Decides which job runs next: the lanes of all repos, and the slots that they wait for.
 */
export class Schedule {
  #breaker: ScheduleDependencies['breaker']
  #begin: (job: Job) => void
  #onIdle: (slots: Slots) => void
  #lanes = new LaneTable()
  #slots = new Set<Slots>()
  #isRunning = false
  #isStopped = false

  constructor({ breaker, begin, onIdle }: ScheduleDependencies) {
    this.#breaker = breaker
    this.#begin = begin
    this.#onIdle = onIdle
  }

  /** How many repos have events here. */
  get size() {
    return this.#lanes.size
  }

  laneOf(did: string): Lane<Job> {
    return this.#lanes.of(did)
  }

  add(job: Job) {
    this.#slots.add(job.slots)
    job.lane.add(job)
    this.ready(job.lane)
  }

  /** @returns what became pointless by this job */
  addFirst(job: Job): Job[] {
    this.#slots.add(job.slots)
    const dropped = job.lane.overtake(job)
    this.ready(job.lane)
    return dropped
  }

  /** Another attempt is due. */
  again(job: Job) {
    job.lane.again(job)
    this.ready(job.lane)
  }

  /** Lets a repo queue for a slot if one of its jobs may run. */
  ready(lane: Lane<Job>) {
    if (lane.isReady) return
    const job = lane.peek()
    if (job) job.slots.add(lane)
  }

  /** Starts as many jobs as there are free slots. */
  run() {
    // A job that ends immediately frees its slot for the loop that is already running.
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    for (const slots of this.#slots) this.#fill(slots)
    this.#isRunning = false
  }

  stop() {
    this.#isStopped = true
  }

  #fill(slots: Slots) {
    while (!this.#isStopped && slots.isFree) {
      const lane = this.#next(slots)
      if (!lane) return this.#onIdle(slots)
      const job = lane.peek()
      if (job?.slots === slots) {
        lane.begin(job)
        this.#begin(job)
      }
      // Queued again at the end, so that repos take turns.
      this.ready(lane)
    }
  }

  #next(slots: Slots): Lane<Job> | undefined {
    const { admits, admitsUntried, isOpen } = this.#breaker
    if (admits) return slots.shift(isOpen)
    return admitsUntried ? slots.shiftUntried() : undefined
  }
}
