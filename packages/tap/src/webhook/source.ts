import { createHash } from 'node:crypto'
import { E_TAP_INVALID_FRAME } from '../errors.js'
import type { FrameLimits } from '../frame_head.js'
import { oversize } from '../frames/limits.js'
import { readHead } from '../frames/read_head.js'
import type { Delivery, TapSource } from '../types.js'
import type { Body } from './read_body.js'

/** The Tap server gives up a request after 30 seconds. */
const TIMEOUT = 25_000

/**
 * Events that the Tap server posts. A request that gets another status than 2xx is posted again.
 */
export class WebhookSource implements TapSource {
  readonly redelivers = true
  readonly name = 'the webhook'
  /** Whether a route leads here, so that the Tap server is not connected to */
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
    // The event goes on. When it is posted again, it is known to be under way, or to be done.
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
