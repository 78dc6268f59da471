/** How many repos have to fail in a row, without a success, to count as an outage */
const THRESHOLD = 5

const FIRST_PROBE = 50
const LAST_PROBE = 250

/** A repo. `failingSince` is the number of successes before its first failure. */
interface Repo {
  readonly did: string
  failingSince?: number
}

export interface BreakerHooks {
  onOpen(error: unknown): void
  onClose(since: number): void
  /** Called when another attempt may run */
  onProbe(): void
}

/**
 * Tells an outage from poison. While it is open, one attempt at a time goes round the repos and
 * counts for nobody; the first that succeeds closes it.
 *
 * A repo that failed before while others succeeded says nothing of an outage: otherwise poison,
 * once it is all that is left, would look like one.
 */
export class Breaker {
  #hooks: BreakerHooks
  #failing = new Set<string>()
  #successes = 0
  #since?: number
  #isProbing = false
  #delay = FIRST_PROBE
  #timer?: NodeJS.Timeout

  constructor(hooks: BreakerHooks) {
    this.#hooks = hooks
  }

  get isOpen() {
    return this.#since !== undefined
  }

  /** Whether an attempt may begin */
  get admits() {
    return !this.isOpen || (!this.#isProbing && !this.#timer)
  }

  /** An attempt has started */
  begin() {
    if (this.isOpen) this.#isProbing = true
  }

  succeeded() {
    this.#successes++
    if (this.#failing.size > 0) this.#failing.clear()
    if (this.isOpen) this.close()
  }

  failed(repo: Repo, error: unknown) {
    repo.failingSince ??= this.#successes
    if (this.isOpen) return this.#probeLater()
    if (this.isSuspect(repo)) return
    this.#failing.add(repo.did)
    if (this.#failing.size >= THRESHOLD) this.#open(error)
  }

  /** Whether the repo failed while others succeeded */
  isSuspect(repo: Repo) {
    return repo.failingSince !== undefined && repo.failingSince < this.#successes
  }

  /** The attempt has ended without showing whether there is an outage */
  ended() {
    this.#isProbing = false
  }

  close() {
    const since = this.#since
    this.stop()
    this.#since = undefined
    this.#isProbing = false
    this.#delay = FIRST_PROBE
    if (since !== undefined) this.#hooks.onClose(since)
  }

  stop() {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #open(error: unknown) {
    this.#since = Date.now()
    this.#failing.clear()
    this.#hooks.onOpen(error)
    this.#probeLater()
  }

  #probeLater() {
    this.#isProbing = false
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#hooks.onProbe()
    }, this.#delay)
    this.#delay = Math.min(this.#delay * 2, LAST_PROBE)
  }
}
