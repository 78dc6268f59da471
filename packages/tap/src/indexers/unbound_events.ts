import type { DeadLetterStore } from '../dead_letter.js'
import type { Job } from '../pipeline/job.js'
import type { UnboundLimits } from '../types.js'

interface Seen {
  count: number
  bytes: number
  firstSeenAt: number
}

/** Without filters on the server, collections can be anything. */
const MAX_COLLECTIONS = 1_000

/**
 * Limits how many events of unbound collections are kept for a later version of the app: by count,
 * by bytes, and by the time since the collection was first seen.
 */
export class UnboundEvents {
  #limits: UnboundLimits
  #store: DeadLetterStore | false
  #seen = new Map<string, Seen>()
  #count = 0
  #bytes = 0

  constructor(limits: UnboundLimits, store: DeadLetterStore | false) {
    this.#limits = limits
    this.#store = store
  }

  /** Counts the stored events, and deletes expired ones. */
  async load(): Promise<void> {
    if (!this.#store) return
    const reason = 'unbound' as const
    const parkedBefore = Date.now() - this.#limits.keepFor
    await this.#store.prune({ reason }, { parkedBefore, keepFirst: true })
    this.#seen.clear()
    this.#count = 0
    this.#bytes = 0
    for (const { collection, count, bytes, firstSeenAt } of await this.#store.count({ reason })) {
      this.#seen.set(collection ?? '', { count, bytes, firstSeenAt })
      this.#count += count
      this.#bytes += bytes
    }
  }

  keeps({ head, bytes: size, receivedAt }: Job): boolean {
    if (!this.#store) return false
    const name = head.collection ?? ''
    const seen = this.#seen.get(name) ?? { count: 0, bytes: 0, firstSeenAt: receivedAt }
    const { count, bytes, keepFor } = this.#limits
    if (this.#count >= count || this.#bytes + size > bytes) return false
    if (receivedAt - seen.firstSeenAt > keepFor) return false
    if (seen.count === 0 && this.#seen.size >= MAX_COLLECTIONS) return false

    seen.count++
    seen.bytes += size
    this.#count++
    this.#bytes += size
    this.#seen.set(name, seen)
    return true
  }
}
