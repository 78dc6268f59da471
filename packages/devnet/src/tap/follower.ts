import { setTimeout as delay } from 'node:timers/promises'
import {
  Firehose,
  FirehoseParseError,
  FirehoseSubscriptionError,
  MemoryRunner,
  type CommitEvt,
  type Event,
} from '@atproto/sync'
import { lexToJson } from '@atproto/lex'
import type { Directory } from './directory.js'
import type { Store } from './store.js'
import type { Tracker } from './tracker.js'
import type { Commit } from './types.js'

const RECONNECT_SECONDS = 2

/** How far back a PDS keeps its firehose is its own affair; half a day is safe with the usual whole one. */
const TRUSTED_CURSOR_AGE = 12 * 60 * 60 * 1000

/** Follows the PDS's firehose, order kept per repo, and never past an event that is not in the store. */
export class Follower {
  /** Sequence number of the last event dealt with; 0 before the first one of this run, like the real one. */
  lastSeq = 0

  #startedAt = new Date().toISOString()
  #isFirstRun: boolean
  #runner: CommitRunner
  #firehose: Firehose
  #closing = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(
    private store: Store,
    private directory: Directory,
    private tracker: Tracker,
    options: { pdsUrl: string; startCursor?: number },
    private log: (message: string) => void
  ) {
    const saved = store.cursor
    this.#isFirstRun = !saved && options.startCursor === undefined
    if (saved && Date.now() - saved.savedAt > TRUSTED_CURSOR_AGE) store.repos.desynchronizeAll()

    this.#runner = new CommitRunner(this, saved?.seq ?? options.startCursor ?? 0)
    this.#firehose = new Firehose({
      service: options.pdsUrl.replace(/^http/, 'ws'),
      idResolver: directory.idResolver,
      runner: this.#runner,
      handleEvent: (event) => this.#runner.collect(event),
      onError: (error) => this.#failed(error),
      unauthenticatedHandles: true,
      subscriptionReconnectDelay: 250,
      maxReconnectSeconds: RECONNECT_SECONDS,
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
    return this.tracker.concerns(did)
  }

  /** All that one firehose message says; a commit comes as one event for each of its writes. */
  async apply(did: string, seq: number, events: Event[]): Promise<void> {
    const commit = events.filter(isCommit)
    if (commit.length > 0 && !this.#isOld(commit[0]!))
      this.tracker.applyCommit(toCommit(did, commit))

    for (const event of events) {
      if (isCommit(event) || this.#isOld(event)) continue
      if (event.event === 'sync') this.tracker.applySync(did, event.rev)
      else if (event.event === 'account') this.#applyAccount(did, event)
      else await this.#refreshHandle(did)
    }
    this.lastSeq = seq
  }

  saveCursor(seq: number): void {
    this.store.saveCursor(seq)
  }

  /** What went wrong with one repo costs a fresh read of it, never the stream. */
  failed(did: string, error: Error): void {
    this.log(`firehose: ${did} is read again: ${error.message}`)
    this.tracker.desynchronize(did)
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await this.#firehose.start()
      await delay(250, null, { signal }).catch(() => {})
    }
  }

  /** With no cursor to begin from, the first run passes over what was there before it. */
  #isOld(event: { time: string }): boolean {
    return this.#isFirstRun && event.time < this.#startedAt
  }

  #applyAccount(did: string, { active, status }: { active: boolean; status?: string }): void {
    if (active) this.tracker.applyStatus(did, 'active')
    else if (status) this.tracker.applyStatus(did, status as never)
  }

  async #refreshHandle(did: string): Promise<void> {
    const document = await this.directory.document(did)
    this.tracker.applyHandle(did, await this.directory.handle(document))
  }

  #failed(error: Error): void {
    if (this.#closing.signal.aborted) return

    const { message } = (error.cause as Error | undefined) ?? error
    if (error instanceof FirehoseParseError) {
      const { repo, did } = error.event as { repo?: string; did?: string }
      return this.failed(repo ?? did ?? '', new Error(message))
    }
    if (error instanceof FirehoseSubscriptionError && isFutureCursor(error.cause)) this.#startOver()
    this.log(`firehose: ${error.message}: ${message}`)
  }

  /** The PDS knows nothing of our cursor, so it began anew: so do we. */
  #startOver(): void {
    this.#runner.reset()
    this.store.saveCursor(0)
    this.store.repos.desynchronizeAll()
  }
}

/** Hands a follower all events of one message at once, so that a commit is applied as a whole. */
class CommitRunner extends MemoryRunner {
  #batches = new Map<number, Event[]>()

  constructor(
    private follower: Follower,
    startCursor: number
  ) {
    super({ startCursor, setCursor: async (seq) => follower.saveCursor(seq) })
  }

  collect(event: Event): void {
    this.#batches.get(event.seq)?.push(event)
  }

  reset(): void {
    Object.assign(this, { cursor: 0 })
  }

  override async trackEvent(did: string, seq: number, parse: () => Promise<void>): Promise<void> {
    await super.trackEvent(did, seq, async () => {
      const events: Event[] = []
      try {
        if (this.follower.concerns(did)) {
          this.#batches.set(seq, events)
          await parse()
        }
        await this.follower.apply(did, seq, events)
      } catch (error) {
        this.follower.failed(did, error as Error)
      } finally {
        this.#batches.delete(seq)
      }
    })
  }
}

function isCommit(event: Event): event is CommitEvt {
  return event.event === 'create' || event.event === 'update' || event.event === 'delete'
}

function toCommit(did: string, writes: CommitEvt[]): Commit {
  const ops = writes.map((write) => {
    const { collection, rkey, event: action } = write
    if (write.event === 'delete') return { collection, rkey, action }
    return { collection, rkey, action, cid: write.cid.toString(), record: lexToJson(write.record) }
  })
  return { did, rev: writes[0]!.rev, ops }
}

function isFutureCursor(error: unknown): boolean {
  return (error as { error?: string } | undefined)?.error === 'FutureCursor'
}
