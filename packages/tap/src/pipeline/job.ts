import type { DeadLetterReason, NewDeadLetter } from '../dead_letter.js'
import { createDeadLetter } from '../dead_letters/create_dead_letter.js'
import type { FrameHead, FrameLimits } from '../frame_head.js'
import { attachRun, copyEvent } from '../frames/incoming_event.js'
import { parseFrame } from '../frames/parse_frame.js'
import { readHead } from '../frames/read_head.js'
import { writeFrame } from '../frames/write_frame.js'
import type { Delivery, TapEvent } from '../types.js'
import type { Lane } from './lane.js'
import type { Slots } from './slots.js'

/** Account states that hide an account. Unknown states replace no other event. */
const CLOSING = new Set(['takendown', 'suspended', 'deactivated', 'deleted'])

/**
 * A delivery in the pipeline.
 */
export class Job {
  /** The repo and route of the event; `describe` returns the rest. */
  readonly head: FrameHead
  readonly receivedAt = Date.now()
  /** Handlers that failed while others succeeded; an outage does not count. */
  failures = 0
  /** Failures of the database or network itself. */
  outages = 0
  /** When the first attempt that counts began. */
  startedAt = 0
  /** When the running attempt times out. */
  deadline = 0
  timer?: NodeJS.Timeout
  state: 'waiting' | 'running' | 'resting' | 'parking' | 'settled' = 'waiting'
  /** Its key among the pipeline's jobs: the id of the delivery, unless another event has it now. */
  key: string
  /** The events of its repo. */
  lane!: Lane<Job>
  /** The slots that it waits for. */
  slots!: Slots
  /** How many historical events of its repo may run beside it. */
  perRepo = 1
  /** The fingerprint of the event, once it was read. */
  fingerprint = 0
  /** The error of the last attempt. */
  error?: unknown
  #event?: TapEvent
  #limits: FrameLimits
  #abort?: AbortController
  #run = 0

  constructor(
    public delivery: Delivery,
    limits: FrameLimits
  ) {
    this.#limits = limits
    this.key = delivery.id
    this.head = delivery.head ?? readHeadOf(delivery, limits)
  }

  /** Orders events: one repo, one lane. */
  get did(): string {
    return this.head.did ?? ''
  }

  /**
   * Whether it must run alone in its repo. The server sends live events one by one. Identity events
   * have no rev, so their order has to be kept here.
   */
  get isBarrier(): boolean {
    return this.head.type === 'identity' || this.head.live === true
  }

  /** Whether it hides the account, and must not wait behind records that fail. */
  get isClosing(): boolean {
    const { type, status = '' } = this.head
    return type === 'identity' && CLOSING.has(status)
  }

  get isDeletion(): boolean {
    return this.head.type === 'identity' && this.head.status === 'deleted'
  }

  /** Size of its text, as a store of dead letters takes it. */
  get bytes(): number {
    const { error, frame, weight } = this.delivery
    return error || frame === undefined ? weight : Buffer.byteLength(frame)
  }

  /** The number of the running attempt. Results of earlier attempts are ignored. */
  get run(): number {
    return this.#run
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    return this.#abort.signal
  }

  /**
   * @throws E_TAP_INVALID_FRAME | E_TAP_OVERSIZE_FRAME
   */
  read(): TapEvent {
    const { event, error } = this.delivery
    if (error) throw error
    if (!this.#event) {
      this.#event = event ? copyEvent(event) : parseFrame(this.delivery.frame!, this.#limits)
      if (this.#event.did !== this.head.did) throw new TypeError('The frame has two DIDs')
    }
    attachRun(this.#event, this)
    return this.#event
  }

  begin(now: number, timeout: number) {
    this.startedAt ||= now
    this.deadline = now + timeout
    return ++this.#run
  }

  /** It waits for others, so its time limit has not started. */
  defer() {
    this.deadline = Infinity
  }

  abort(reason: Error) {
    this.#run++
    this.#abort?.abort(reason)
  }

  /** Frees memory that the next attempt creates again. */
  rest() {
    this.#event = undefined
    this.#abort = undefined
  }

  /** Everything that is known about the event, without its record. */
  describe(): FrameHead {
    if (this.#event) return { id: this.delivery.id, ...headOf(this.#event) }
    return { ...this.head, ...readHeadOf(this.delivery, this.#limits) }
  }

  toLetter(reason: DeadLetterReason, error: unknown): NewDeadLetter {
    const { frame, event } = this.delivery
    const { type, ...head } = this.describe()
    const letter = createDeadLetter({
      reason,
      error,
      frame: frame ?? writeFrame('0', event!),
      event: type && { ...head, type },
      attempts: this.failures + (this.delivery.letter?.attempts ?? 0),
      firstSeenAt: this.receivedAt,
      parkedAt: Date.now(),
    })
    // If the frame is too large, the delivery has only its beginning.
    return this.delivery.error ? { ...letter, frame: null, bytes: this.bytes } : letter
  }
}

function readHeadOf({ frame, event }: Delivery, limits: FrameLimits): FrameHead {
  return frame === undefined ? headOf(event!) : readHead(frame, limits)
}

function headOf(event: TapEvent): FrameHead {
  const { type, did } = event
  if (type === 'identity') return { type, did, status: event.status }
  const { live, rev, collection, rkey, action } = event
  return { type, did, live, rev, collection, rkey, action }
}
