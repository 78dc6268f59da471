import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** A diagnostics message of Node.js about a request of `fetch`. */
interface FetchMessage {
  request: { headers: unknown }
  socket?: Pick<Socket, 'destroy'>
}

/** Before the headers are written, and after the body was. */
const SENDING = 'undici:client:sendHeaders'
const SENT = 'undici:request:bodySent'

/**
 * How long a response is still read after the deadline, in milliseconds. It may have arrived while
 * this process was stopped.
 */
const READING = 500

const deadlines = new AsyncLocalStorage<SendDeadline>()

/**
 * Runs work whose requests share one deadline. The OAuth library sends a form again if a server
 * requires another nonce. It must not do so when other processes may have taken over.
 *
 * @param at - When the time is over, as `performance.now()`
 */
export async function withSendDeadline<T>(at: number, work: () => Promise<T>): Promise<T> {
  const deadline = new SendDeadline(at)
  try {
    return await deadlines.run(deadline, work)
  } finally {
    deadline.end()
  }
}

/** The deadline that the caller runs under, if any. */
export const sendDeadline = () => deadlines.getStore()

/**
 * A time after which nothing is sent, even if the process was stopped in between.
 */
class SendDeadline {
  #at: number
  #controller = new AbortController()
  #timer: NodeJS.Timeout

  /** The DPoP proof of the last request. It identifies the request. */
  #proof: string | null = null
  #isSent = false

  constructor(at: number) {
    this.#at = at
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, at - performance.now()))
    subscribe(SENDING, this.#onSending)
    subscribe(SENT, this.#onSent)
  }

  /**
   * Takes the next request under the deadline.
   *
   * @returns Its signal
   * @throws A `TimeoutError` when the time is over: a timer would let it start after a stall
   */
  start(proof: string | null): AbortSignal {
    if (this.#isOver) this.#abort()
    this.#controller.signal.throwIfAborted()
    this.#proof = proof
    this.#isSent = false
    return this.#controller.signal
  }

  get #isOver() {
    return performance.now() >= this.#at
  }

  #expire() {
    if (this.#isSent) this.#timer = setTimeout(() => this.#abort(), READING)
    else this.#abort()
  }

  #abort() {
    this.#controller.abort(new DOMException('The server did not respond in time', 'TimeoutError'))
  }

  /** A connection that was opened while the process was stopped must not be used. */
  #onSending = (message: unknown) => {
    if (this.#isOver && this.#isMine(message)) message.socket?.destroy()
  }

  #onSent = (message: unknown) => {
    if (this.#isMine(message)) this.#isSent = true
  }

  #isMine(message: unknown): message is FetchMessage {
    const { headers } = (message as FetchMessage).request
    return this.#proof !== null && Array.isArray(headers) && headers.includes(this.#proof)
  }

  end() {
    clearTimeout(this.#timer)
    unsubscribe(SENDING, this.#onSending)
    unsubscribe(SENT, this.#onSent)
  }
}
