import { Probes } from './probes.js'

/** How many repos have to fail in a row, without a success, to count as an outage. */
const THRESHOLD = 5

/** A repo. `failingSince` is the number of successes before its first failure. */
interface Repo {
  readonly did: string
  failingSince?: number
  isFailing: boolean
}

export interface BreakerHooks {
  onOpen(error: unknown): void
  onClose(since: number): void
  /** Called when another attempt may run. */
  onProbe(): void
}

/**
 * Tells an outage from poison. While it is open, few attempts go round the repos and count for
 * nobody; the first that succeeds closes it.
 *
 * A repo that failed before while others succeeded says nothing of an outage: otherwise poison,
 * once it is all that is left, would look like one.
 */
export class Breaker {
  #hooks: BreakerHooks
  #probes: Probes
  #failing = new Set<string>()
  #successes = 0
  #since?: number

  constructor(hooks: BreakerHooks) {
    this.#hooks = hooks
    this.#probes = new Probes(hooks.onProbe)
  }

  get isOpen() {
    return this.#since !== undefined
  }

  /** Whether an attempt may begin. */
  get admits() {
    return !this.isOpen || this.#probes.admits
  }

  /** Whether an attempt of a repo that has not failed yet may begin. */
  get admitsUntried() {
    return !this.isOpen || this.#probes.admitsUntried
  }

  /** An attempt has started. */
  begin() {
    if (this.isOpen) this.#probes.begin()
  }

  succeeded(repo: Repo) {
    this.#successes++
    repo.isFailing = false
    if (this.#failing.size > 0) this.#failing.clear()
    if (this.isOpen) this.close()
  }

  failed(repo: Repo, error: unknown) {
    repo.failingSince ??= this.#successes
    repo.isFailing = true
    if (this.isOpen) return this.#probes.failed(error)
    if (this.isSuspect(repo)) return
    this.#failing.add(repo.did)
    if (this.#failing.size >= THRESHOLD) this.#open(error)
  }

  /** Whether the repo failed while others succeeded. */
  isSuspect(repo: Repo) {
    return repo.failingSince !== undefined && repo.failingSince < this.#successes
  }

  /** The attempt has ended without showing whether there is an outage. */
  ended() {
    this.#probes.ended()
  }

  close() {
    const since = this.#since
    this.#probes.reset()
    this.#since = undefined
    if (since !== undefined) this.#hooks.onClose(since)
  }

  stop() {
    this.#probes.stop()
  }

  #open(error: unknown) {
    this.#since = Date.now()
    this.#failing.clear()
    this.#hooks.onOpen(error)
    this.#probes.failed(error)
  }
}
