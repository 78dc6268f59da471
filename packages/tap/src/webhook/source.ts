import { createHash } from 'node:crypto'
import { E_TAP_INVALID_FRAME } from '../errors.js'
import type { FrameLimits } from '../frame_head.js'
import { oversize } from '../frames/limits.js'
import { readHead } from '../frames/read_head.js'
import type { Delivery, TapSource } from '../types.js'
import type { Body } from './read_body.js'

/** In milliseconds. The Tap server aborts a request after 30 seconds. */
const TIMEOUT = 25_000

/**
 * Receives events that the Tap server posts. The server posts an event again unless the status is
 * 2xx.
 */
export class WebhookSource implements TapSource {
  readonly redelivers = true
  readonly name = 'the webhook'
  /** Whether there is a webhook route, so that no connection to the Tap server is opened. */
  isRouted = false
  #limits: FrameLimits
  #timeout: number
  #deliver?: (delivery: Delivery) => void
  #isPaused = false

  constructor(limits: FrameLimits, timeout = TIMEOUT) {
    this.#limits = limits
    this.#timeout = timeout
  }

  start(deliver: (delivery: Delivery) => void) {
    this.#deliver = deliver
  }

  pause() {
    this.#isPaused = true
  }

  resume() {
    this.#isPaused = false
  }

  async stop(drained: Promise<unknown>) {
    this.#deliver = undefined
    await drained
  }

  /**
   * @returns whether the event is dealt with; otherwise it has to be posted again
   */
  async receive(body: Body): Promise<boolean> {
    const deliver = this.#deliver
    if (!deliver || this.#isPaused) return false

    const { promise, resolve } = Promise.withResolvers<boolean>()
    // The event is still handled. When it is posted again, the pipeline recognizes it.
    const timer = setTimeout(() => resolve(false), this.#timeout)
    deliver(this.#toDelivery(body, resolve))
    return promise.finally(() => clearTimeout(timer))
  }

  #toDelivery({ text, bytes, isCut }: Body, resolve: (isSettled: boolean) => void): Delivery {
    const head = readHead(text, this.#limits)
    return {
      id: head.id ?? createHash('sha256').update(text).digest('hex'),
      frame: text,
      head,
      weight: bytes,
      error: this.#errorOf(isCut, head.id),
      ack: () => resolve(true),
      release: () => resolve(false),
    }
  }

  #errorOf(isCut: boolean, id: string | undefined): Error | undefined {
    if (isCut) return oversize('bytes', this.#limits)
    return id === undefined ? new E_TAP_INVALID_FRAME('This frame has no id') : undefined
  }
}
