import type { OutboxEvent } from '../types.js'
import { Fifo } from './fifo.js'

/**
 * Keeps the order within one repo. A live event is a barrier: it is sent alone, after everything
 * before it was acked, and nothing follows until it is acked itself. Historical events are sent
 * together.
 */
export class Lane {
  #waiting = new Fifo<OutboxEvent>()
  #inFlight = new Map<number, { event: OutboxEvent; sentAt: number }>()
  #barrier = false

  add(event: OutboxEvent): void {
    this.#waiting.push(event)
  }

  /** Removes and returns the events that can be sent now. */
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

  /** An event that was acked before it was sent is skipped. */
  ack(id: number): void {
    if (!this.#inFlight.delete(id)) this.#waiting.remove((event) => event.id === id)
    if (this.#inFlight.size === 0) this.#barrier = false
  }

  /**
   * Unacked events that were first sent more than `timeout` ms ago. They stay overdue until they
   * are acked.
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
