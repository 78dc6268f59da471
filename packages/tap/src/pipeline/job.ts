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

/** States of an account that is not to be shown. One that nobody knows replaces no other. */
const CLOSING = new Set(['takendown', 'suspended', 'deactivated', 'deleted'])

/**
 * A delivery that the pipeline has taken.
 */
export class Job {
  /** Whose event it is, and where it goes; `describe` tells the rest */
  readonly head: FrameHead
  readonly receivedAt = Date.now()
  /** Handlers that failed while others succeeded; an outage does not count */
  failures = 0
  /** Failures of the database or network itself */
  outages = 0
  /** When the first attempt that counts began */
  startedAt = 0
  /** When the attempt that runs has to be over */
  deadline = 0
  timer?: NodeJS.Timeout
  state: 'waiting' | 'running' | 'resting' | 'parking' | 'settled' = 'waiting'
  /** Its name among the pipeline's jobs: the delivery's id, unless another event has that now */
  key: string
  /** The events of its repo */
  lane!: Lane<Job>
  /** Where it waits for its turn */
  slots!: Slots
  /** How many historical events of its repo may run beside it */
  perRepo = 1
  /** Names the event among those that are done, once it was read */
  fingerprint = 0
  /** What the last attempt failed with */
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

  /** Orders events: one repo, one lane */
  get did(): string {
    return this.head.did ?? ''
  }

  /**
   * Whether nothing else of its repo may run beside it. The server sends live events one by one;
   * identity events carry no rev that could tell their order later, so it is kept here.
   */
  get isBarrier(): boolean {
    return this.head.type === 'identity' || this.head.live === true
  }

  /** Whether it hides the account, and must not wait behind records that fail */
  get isClosing(): boolean {
    const { type, status = '' } = this.head
    return type === 'identity' && CLOSING.has(status)
  }

  get isDeletion(): boolean {
    return this.head.type === 'identity' && this.head.status === 'deleted'
  }

  /** Size of its text, as a store of dead letters takes it */
  get bytes(): number {
    const { error, frame, weight } = this.delivery
    return error || frame === undefined ? weight : Buffer.byteLength(frame)
  }

  /** Names the attempt that runs: what an earlier one still returns does not count */
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

  /** It waits for others: its time has not begun */
  defer() {
    this.deadline = Infinity
  }

  abort(reason: Error) {
    this.#run++
    this.#abort?.abort(reason)
  }

  /** Frees what the next attempt makes anew */
  rest() {
    this.#event = undefined
    this.#abort = undefined
  }

  /** All that is known of the event without its record */
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
    // Of a frame that is too large, the delivery has the beginning only.
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
