import { setTimeout as delay } from 'node:timers/promises'
import {
  type AccountEvt,
  type Event,
  Firehose,
  FirehoseParseError,
  FirehoseSubscriptionError,
} from '@atproto/sync'
import type { Store } from '../storage/store.js'
import { CommitRunner, isWrite, type MessageHandler, toCommit } from './commit_runner.js'
import type { Directory } from './directory.js'
import type { Tracker } from './tracker.js'

const MAX_RECONNECT_SECONDS = 2
const RECONNECT_DELAY = 250

/** A PDS keeps its firehose for a day, so a cursor of half that age is within it. */
const TRUSTED_CURSOR_AGE = 12 * 60 * 60 * 1000

/** Follows the firehose of the PDS. The cursor never passes an event that is not stored. */
export class Follower implements MessageHandler {
  /**
   * The sequence number of the last handled message; 0 before the first one, as in the real server.
   */
  lastSeq = 0

  readonly #store: Store
  readonly #directory: Directory
  readonly #tracker: Tracker
  readonly #log: (message: string) => void
  #startedAt = new Date().toISOString()
  #knowsStart: boolean
  #runner: CommitRunner
  #firehose: Firehose
  #closing = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(
    store: Store,
    directory: Directory,
    tracker: Tracker,
    options: { pdsUrl: string; startCursor?: number },
    log: (message: string) => void
  ) {
    this.#store = store
    this.#directory = directory
    this.#tracker = tracker
    this.#log = log
    const saved = store.cursor
    const cursor = saved?.seq ?? options.startCursor
    this.#knowsStart = cursor !== undefined
    if (saved && Date.now() - saved.savedAt > TRUSTED_CURSOR_AGE) store.repos.desynchronizeAll()

    this.#runner = new CommitRunner(this, cursor ?? 0)
    this.#firehose = new Firehose({
      service: options.pdsUrl.replace(/^http/, 'ws'),
      idResolver: directory.idResolver,
      runner: this.#runner,
      handleEvent: (event) => this.#runner.collect(event),
      onError: (error) => this.#firehoseFailed(error),
      // `Directory` verifies handles.
      unauthenticatedHandles: true,
      subscriptionReconnectDelay: RECONNECT_DELAY,
      maxReconnectSeconds: MAX_RECONNECT_SECONDS,
    })
  }

  start(): void {
    this.#running = this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    void this.#firehose.destroy()
    await this.#running
    await this.#runner.destroy()
  }

  concerns(did: string): boolean {
    return this.#tracker.concerns(did)
  }

  async apply(did: string, seq: number, events: Event[]): Promise<void> {
    const news = events.filter((event) => this.#knowsStart || event.time >= this.#startedAt)
    const writes = news.filter(isWrite)
    if (writes.length > 0) this.#tracker.applyCommit(toCommit(did, writes))

    for (const event of news) {
      if (event.event === 'sync') this.#tracker.applySync(did, event.rev)
      else if (event.event === 'account') this.#applyAccount(did, event)
      else if (event.event === 'identity') await this.#refreshHandle(did)
    }
    this.lastSeq = seq
  }

  /** An error in one repo causes a resync of that repo, and does not stop the stream. */
  failed(did: string, error: Error): void {
    this.#log(`firehose: ${did} is read again: ${error.message}`)
    this.#tracker.desynchronize(did)
  }

  saveCursor(seq: number): void {
    this.#store.saveCursor(seq)
  }

  /** The client reconnects automatically, but not after a clean close. */
  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await this.#firehose.start()
      await delay(RECONNECT_DELAY, null, { signal }).catch(() => {})
    }
  }

  #applyAccount(did: string, { active, status }: AccountEvt): void {
    if (active) this.#tracker.applyStatus(did, 'active')
    else if (status) this.#tracker.applyStatus(did, status)
  }

  async #refreshHandle(did: string): Promise<void> {
    const document = await this.#directory.document(did)
    this.#tracker.applyHandle(did, await this.#directory.handle(document))
  }

  #firehoseFailed(error: Error): void {
    if (this.#closing.signal.aborted) return

    const cause = error.cause instanceof Error ? error.cause : error
    if (error instanceof FirehoseParseError) {
      const { repo, did } = error.event as { repo?: string; did?: string }
      return this.failed(repo ?? did ?? '', cause)
    }
    if (error instanceof FirehoseSubscriptionError && isFutureCursor(cause)) this.#startOver()
    this.#log(`firehose: ${error.message}: ${cause.message}`)
  }

  /** The cursor is in the future, so the PDS started over with empty data. Start over as well. */
  #startOver(): void {
    this.#runner.restartFrom(0)
    this.#store.repos.desynchronizeAll()
  }
}

function isFutureCursor(error: Error): boolean {
  return (error as { error?: string }).error === 'FutureCursor'
}
