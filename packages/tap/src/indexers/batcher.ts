import type { Job } from '../pipeline/job.js'
import { isOutage } from '../pipeline/outages.js'
import { DONE, type Result } from '../pipeline/outcome.js'
import { Slots } from '../pipeline/slots.js'
import type { TapEvent } from '../types.js'

/**
 * A class, because V8 may come to create the objects of a literal in the heap's old generation.
 * There they would keep their events until the next full garbage collection.
 */
class Item {
  readonly promise: Promise<Result>
  resolve!: (result: Result) => void

  constructor(
    readonly event: TapEvent,
    readonly job: Job
  ) {
    this.promise = new Promise((resolve) => (this.resolve = resolve))
  }
}

/**
 * Collects the events of one indexer and calls it with a batch as soon as the previous call has
 * ended, so that no event waits for a batch to fill up. If a batch fails, each half is tried
 * separately, until the failing event is found.
 */
export class Batcher {
  readonly slots: Slots
  readonly size: number
  #call: (events: TapEvent[]) => unknown
  #timeout: number
  #items: Item[] = []
  #flushing?: Promise<void>

  constructor(options: { size: number; timeout: number; call: (events: TapEvent[]) => unknown }) {
    this.size = options.size
    this.#timeout = options.timeout
    this.#call = options.call
    // One batch runs while the next one fills.
    this.slots = new Slots(options.size * 2)
  }

  add(event: TapEvent, job: Job): Promise<Result> {
    job.defer()
    const item = new Item(event, job)
    this.#items.push(item)
    this.#flushing ??= this.#flush()
    return item.promise
  }

  async #flush() {
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#items.length > 0) await this.#handle(this.#next())
    this.#flushing = undefined
  }

  /** An event that has failed runs alone, so that it can't fail others. */
  #next(): Item[] {
    const hasFailed = ({ job }: Item) => job.failures + job.outages > 0
    const [first] = this.#items
    if (hasFailed(first!)) return this.#items.splice(0, 1)
    const end = this.#items.findIndex(hasFailed)
    return this.#items.splice(0, Math.min(this.size, end === -1 ? this.size : end))
  }

  async #handle(items: Item[]): Promise<void> {
    const error = await this.#attempt(items)
    if (error === undefined) return resolveAll(items, DONE)
    if (items.length === 1 || isOutage(error.reason)) {
      return resolveAll(items, { kind: 'failed', error: error.reason })
    }
    const middle = Math.ceil(items.length / 2)
    await this.#handle(items.slice(0, middle))
    await this.#handle(items.slice(middle))
  }

  async #attempt(items: Item[]): Promise<{ reason: unknown } | undefined> {
    const deadline = Date.now() + this.#timeout
    for (const { job } of items) job.deadline = deadline
    const { promise: aborted, resolve } = Promise.withResolvers<never>()
    const { signal } = items[0]!.job
    const abort = () => resolve(Promise.reject(signal.reason) as never)
    signal.addEventListener('abort', abort, { once: true })
    try {
      await Promise.race([this.#call(newestOfEach(items)), aborted])
      return undefined
    } catch (reason) {
      return { reason }
    } finally {
      signal.removeEventListener('abort', abort)
      for (const { job } of items) job.defer()
    }
  }
}

/**
 * Returns the newest event of each record. It is not always the last one, because the server may
 * send an older event again. Both are acked with this batch.
 */
function newestOfEach(items: Item[]): TapEvent[] {
  const events = new Map<string, TapEvent>()
  for (const { event } of items) {
    const key = event.type === 'identity' ? event.did : event.uri
    const known = events.get(key)
    if (known && isNewer(known, event)) continue
    if (known) events.delete(key)
    events.set(key, event)
  }
  return [...events.values()]
}

function isNewer(one: TapEvent, other: TapEvent): boolean {
  return one.type === 'record' && other.type === 'record' && one.rev > other.rev
}

function resolveAll(items: Item[], result: Result) {
  for (const { resolve } of items) resolve(result)
}
