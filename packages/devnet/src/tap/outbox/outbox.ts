import type { Store } from '../storage/store.js'
import type { Delivery, OutboxEvent } from '../types.js'
import { Lane } from './lane.js'

/**
 * Acked events are deleted in batches, like in the real server: a restart sends the last ones
 * again.
 */
const ACK_BATCH = 1000
const ACK_INTERVAL = 10_000

/**
 * Holds every event until it is acked: in lanes for the order, and in the store for the next start.
 */
export class Outbox {
  readonly #store: Store
  readonly #delivery: Delivery
  readonly #retryTimeout: number
  /** the repo of each unacked event */
  #dids = new Map<number, string>()
  #lanes = new Map<string, Lane>()
  #acked: number[] = []
  #timers: NodeJS.Timeout[] = []
  #stopped = false

  constructor(store: Store, delivery: Delivery, retryTimeout: number) {
    this.#store = store
    this.#delivery = delivery
    this.#retryTimeout = retryTimeout
  }

  /** Sends the events of an earlier run, and starts to check for overdue ones. */
  start(): void {
    this.publish(this.#store.outbox.all())
    this.#timers.push(setInterval(() => this.#deleteAcked(), ACK_INTERVAL))
    if (!this.#delivery.retries) {
      this.#timers.push(setInterval(() => this.#sendOverdue(), this.#retryTimeout))
    }
  }

  /** Sends events that are in the store. */
  publish(events: OutboxEvent[]): void {
    for (const event of events) {
      this.#dids.set(event.id, event.did)
      this.#lane(event.did).add(event)
    }
    for (const did of new Set(events.map((event) => event.did))) this.#advance(did)
  }

  /** Unknown and repeated ids are ignored. */
  ack(id: number): void {
    const did = this.#dids.get(id)
    if (did === undefined || this.#stopped) return

    this.#dids.delete(id)
    this.#lanes.get(did)?.ack(id)
    this.#acked.push(id)
    if (this.#acked.length >= ACK_BATCH) this.#deleteAcked()
    this.#advance(did)
  }

  /**
   * Ignores further acks, and those of the last seconds: the next start sends their events again.
   */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
  }

  #lane(did: string): Lane {
    let lane = this.#lanes.get(did)
    if (!lane) this.#lanes.set(did, (lane = new Lane()))
    return lane
  }

  #advance(did: string): void {
    const lane = this.#lanes.get(did)
    if (!lane) return
    for (const event of lane.take(Date.now())) this.#delivery.send(event)
    if (lane.isIdle) this.#lanes.delete(did)
  }

  #sendOverdue(): void {
    for (const lane of this.#lanes.values()) {
      for (const event of lane.overdue(Date.now(), this.#retryTimeout)) {
        this.#delivery.send(event, true)
      }
    }
  }

  #deleteAcked(): void {
    if (this.#acked.length > 0) this.#store.outbox.delete(this.#acked.splice(0))
  }
}
