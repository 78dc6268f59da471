import type { OutboxEvent } from '../types.js'
import { Fifo } from './fifo.js'

/**
 * The order within one repo. A live event is a barrier: it is sent alone, after everything before
 * it was acked, and nothing follows until it is acked itself. Historical events go together.
 */
export class Lane {
  #waiting = new Fifo<OutboxEvent>()
  #inFlight = new Map<number, { event: OutboxEvent; sentAt: number }>()
  #barrier = false

  add(event: OutboxEvent): void {
    this.#waiting.push(event)
  }

  /** Takes what may be sent now. */
  take(now: number): OutboxEvent[] {
    const ready: OutboxEvent[] = []
    let event = this.#waiting.peek()
    while (event && this.#mayGo(event)) {
      this.#waiting.shift()
      this.#inFlight.set(event.id, { event, sentAt: now })
      this.#barrier = event.live
      ready.push(event)
      event = this.#waiting.peek()
    }
    return ready
  }

  /** An event acked before its turn is not sent at all. */
  ack(id: number): void {
    if (!this.#inFlight.delete(id)) this.#waiting.remove((event) => event.id === id)
    if (this.#inFlight.size === 0) this.#barrier = false
  }

  /**
   * Events sent first more than `timeout` ms ago and still not acked. They stay overdue until they
   * are.
   */
  overdue(now: number, timeout: number): OutboxEvent[] {
    return [...this.#inFlight.values()]
      .filter(({ sentAt }) => now - sentAt > timeout)
      .map(({ event }) => event)
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.size === 0
  }

  #mayGo(event: OutboxEvent): boolean {
    if (this.#barrier) return false
    return !event.live || this.#inFlight.size === 0
  }
}
