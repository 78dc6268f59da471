import type { Diagnostics } from '../diagnostics.js'
import type { TapStatus } from '../types.js'

export type OutageCause = 'handlers' | 'dead letters'

/**
 * Publishes an outage once when it starts and once when it ends.
 */
export class OutageLog {
  #diagnostics: Diagnostics
  #causes = new Map<OutageCause, { since: number; error: unknown }>()

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics
  }

  get isEmpty() {
    return this.#causes.size === 0
  }

  has(cause: OutageCause) {
    return this.#causes.has(cause)
  }

  begin(cause: OutageCause, error: unknown) {
    if (this.#causes.has(cause)) return
    this.#causes.set(cause, { since: Date.now(), error })
    this.#diagnostics.publish('outage', () => ({ error, cause }))
  }

  end(cause: OutageCause) {
    const outage = this.#causes.get(cause)
    if (!outage) return
    this.#causes.delete(cause)
    this.#diagnostics.publish('recovery', () => ({ cause, duration: Date.now() - outage.since }))
  }

  /** The one that began first. */
  status(): TapStatus['outage'] {
    const [first] = this.#causes
    return first && { cause: first[0], since: new Date(first[1].since), error: first[1].error }
  }
}
