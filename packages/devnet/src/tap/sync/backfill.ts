import { backoff } from '../backoff.js'
import type { Store } from '../storage/store.js'
import type { Repo } from '../types.js'
import type { Directory } from './directory.js'
import { downloadRepo } from './repo_download.js'
import type { Tracker } from './tracker.js'

const PARALLEL = 5

/** The interval at which failed repos are checked. New ones are read at once. */
const LOOK_INTERVAL = 1000

/**
 * Reads new, desynchronized and failed repos: first the identity, then every record that was not
 * sent yet.
 */
export class Backfill {
  readonly #store: Store
  readonly #directory: Directory
  readonly #tracker: Tracker
  readonly #pdsUrl: string
  readonly #log: (message: string) => void
  #running = new Set<Promise<void>>()
  #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(
    store: Store,
    directory: Directory,
    tracker: Tracker,
    pdsUrl: string,
    log: (message: string) => void
  ) {
    this.#store = store
    this.#directory = directory
    this.#tracker = tracker
    this.#pdsUrl = pdsUrl
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_INTERVAL)
    this.look()
  }

  /** Starts to read waiting repos. */
  look(): void {
    while (this.#running.size < PARALLEL && !this.#closing.signal.aborted) {
      const repo = this.#store.repos.claim(Date.now())
      if (!repo) return

      const run = this.#resync(repo).finally(() => {
        this.#running.delete(run)
        this.look()
      })
      this.#running.add(run)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#closing.abort()
    await Promise.allSettled(this.#running)
  }

  async #resync({ did, retries }: Repo): Promise<void> {
    try {
      const document = await this.#directory.document(did)
      const handle = await this.#directory.handle(document)
      this.#unlessClosing(() => this.#tracker.applyHandle(did, handle))

      const key = await this.#directory.signingKey(did)
      const snapshot = await downloadRepo(this.#pdsUrl, did, key, this.#closing.signal)
      this.#unlessClosing(() => this.#tracker.applySnapshot(did, snapshot))
    } catch (error) {
      const { message } = error as Error
      this.#unlessClosing(() => {
        this.#log(`backfill: ${did} is read again later: ${message}`)
        // From a minute up to an hour.
        this.#store.repos.setFailed(did, message, Date.now() + backoff(retries, 60) * 60)
      })
    }
  }

  /** An aborted read is not a failure: the next start repeats it. */
  #unlessClosing(work: () => void): void {
    if (!this.#closing.signal.aborted) work()
  }
}
