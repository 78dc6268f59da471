import { Queue } from './queue.js'

/** The part of a job that a lane uses. */
export interface Member {
  state: 'waiting' | 'running' | 'resting' | 'parking' | 'settled'
  readonly isBarrier: boolean
  readonly isDeletion: boolean
  readonly head: { type?: 'record' | 'identity' }
  /** How many historical events of its repo may run beside it. */
  readonly perRepo: number
}

/**
 * The events of one repo, in order. Historical events run together up to a limit. A live event
 * waits for everything before it, and everything after it waits for it. A job that waits for its
 * next attempt keeps its position, but uses no slot.
 */
export class Lane<Job extends Member = Member> {
  readonly did: string
  /** Whether it is in the queue of lanes with a job to run. */
  isReady = false
  /** The number of successes elsewhere before the first failure of this repo. */
  failingSince?: number
  /** Whether its last attempt failed. */
  isFailing = false
  /** Whether events were given up that the source sends again. */
  isIncomplete = false
  #waiting = new Queue<Job>()
  /** Created on the first failure, because most repos never need it. */
  #resting?: Set<Job>
  #due?: Queue<Job>
  #closing?: Job
  /** Jobs that have started and are not settled: running, waiting or parked. */
  #begun = 0
  #running = 0
  #barriers = 0
  #isBarrierRunning = false

  constructor(did: string) {
    this.did = did
  }

  get isEmpty() {
    return this.#begun === 0 && this.#waiting.size === 0 && !this.#closing
  }

  /** Whether its last events were given up or parked because it fails. */
  get hasFailed() {
    return this.failingSince !== undefined && (this.isFailing || this.isIncomplete)
  }

  /**
   * Begins anew with the next events. Those that made room for others come again, and would look
   * like an outage if it were not known that they fail.
   */
  restart() {
    if (!this.hasFailed) this.failingSince = undefined
    this.isFailing = false
    this.isIncomplete = false
  }

  /** The jobs that wait for another attempt. */
  get retrying(): Job[] {
    return this.#resting ? [...this.#resting] : []
  }

  add(job: Job) {
    this.#waiting.push(job)
  }

  /**
   * Lets an event that hides the account overtake all events that have not started or that wait for
   * a retry. Returns the jobs that it makes pointless: older states of the account and, if it is
   * deleted, its records.
   */
  overtake(job: Job): Job[] {
    const isPointless = (other: Job) => job.isDeletion || other.head.type === 'identity'
    const dropped = [
      ...this.retrying.filter(isPointless),
      ...(this.#closing ? [this.#closing] : []),
      ...this.#waiting.take(isPointless),
    ]
    for (const other of dropped) this.settle(other)
    this.#closing = job
    return dropped
  }

  /** The next job that may run. */
  peek(): Job | undefined {
    if (this.#closing) return this.#running === 0 ? this.#closing : undefined
    if (this.#isBarrierRunning) return undefined
    const due = this.#nextDue()
    if (due) return this.#fits(due, this.#running) ? due : undefined
    const head = this.#waiting.first
    return head && this.#barriers === 0 && this.#fits(head, this.#begun) ? head : undefined
  }

  /** Starts the job that `peek` returned. */
  begin(job: Job) {
    if (job === this.#closing) this.#closing = undefined
    else if (job === this.#due?.first) this.#due.shift()
    else this.#waiting.shift()
    const isFirst = !this.#resting?.delete(job)
    job.state = 'running'
    this.#running++
    if (job.isBarrier) this.#isBarrierRunning = true
    if (!isFirst) return
    this.#begun++
    if (job.isBarrier) this.#barriers++
  }

  /** The attempt failed; the job keeps its order until it is settled. */
  rest(job: Job) {
    this.#end(job, 'resting')
    this.#resting ??= new Set()
    this.#resting.add(job)
  }

  /** The attempt has ended, and a dead letter has to be written before the job is settled. */
  park(job: Job) {
    this.#end(job, 'parking')
    this.#resting?.delete(job)
  }

  /** Another attempt is due. */
  again(job: Job) {
    if (job.state !== 'resting') return
    this.#due ??= new Queue()
    this.#due.push(job)
  }

  settle(job: Job) {
    const hasBegun = job.state !== 'waiting' && job.state !== 'settled'
    this.#end(job, 'settled')
    this.#resting?.delete(job)
    if (!hasBegun) return
    this.#begun--
    if (job.isBarrier) this.#barriers--
  }

  /** Gives up the jobs that have not begun, and those that wait for another attempt. */
  abandon(): Job[] {
    const { retrying } = this
    for (const job of retrying) this.settle(job)
    return [...retrying, ...this.shed()]
  }

  /** Gives up the jobs that have not begun. */
  shed(): Job[] {
    this.isIncomplete = true
    return this.#waiting.take(() => true)
  }

  /** Skips jobs that were parked or settled after they became due. */
  #nextDue(): Job | undefined {
    while (this.#due?.first && this.#due.first.state !== 'resting') this.#due.shift()
    return this.#due?.first
  }

  #end(job: Job, state: 'resting' | 'parking' | 'settled') {
    if (job.state === 'running') {
      this.#running--
      if (job.isBarrier) this.#isBarrierRunning = false
    }
    job.state = state
  }

  #fits(job: Job, before: number) {
    return job.isBarrier ? before === 0 : this.#running < job.perRepo
  }
}
