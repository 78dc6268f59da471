import { lexToJson } from '@atproto/lex'
import { type CommitEvt, type Event, MemoryRunner } from '@atproto/sync'
import type { Commit, RecordOp } from '../types.js'

export interface MessageHandler {
  /** Whether changes of this repo are needed. */
  concerns(did: string): boolean

  /**
   * Called with all events of a firehose message. A commit has one event for each of its writes.
   */
  apply(did: string, seq: number, events: Event[]): Promise<void>

  failed(did: string, error: Error): void

  /** Called when everything up to this sequence number was applied. */
  saveCursor(seq: number): void
}

/**
 * Keeps the order within each repo, and applies whole messages. The firehose client calls back once
 * per write, but a commit that is applied in parts would lose the rest in a crash.
 */
export class CommitRunner extends MemoryRunner {
  readonly #handler: MessageHandler
  #batches = new Map<number, Event[]>()
  #restart: number | undefined

  constructor(handler: MessageHandler, startCursor: number) {
    super({ startCursor, setCursor: async (seq) => this.#save(seq) })
    this.#handler = handler
  }

  /** Adds an event of the current message. */
  collect(event: Event): void {
    this.#batches.get(event.seq)?.push(event)
  }

  /** Makes the next connection start after this sequence number. */
  restartFrom(seq: number): void {
    this.#restart = seq
  }

  override getCursor(): number | undefined {
    return this.#restart ?? super.getCursor()
  }

  override async trackEvent(did: string, seq: number, read: () => Promise<void>): Promise<void> {
    await super.trackEvent(did, seq, async () => {
      const events: Event[] = []
      try {
        if (this.#handler.concerns(did)) {
          this.#batches.set(seq, events)
          await read()
        }
        await this.#handler.apply(did, seq, events)
      } catch (error) {
        this.#handler.failed(did, error as Error)
      } finally {
        this.#batches.delete(seq)
      }
    })
  }

  #save(seq: number): void {
    this.#restart = undefined
    this.#handler.saveCursor(seq)
  }
}

export function isWrite(event: Event): event is CommitEvt {
  return event.event === 'create' || event.event === 'update' || event.event === 'delete'
}

/** Combines the writes of one commit, with records as JSON. */
export function toCommit(did: string, writes: CommitEvt[]): Commit {
  return { did, rev: writes[0]!.rev, ops: writes.map(toOp) }
}

function toOp(write: CommitEvt): RecordOp {
  const { collection, rkey, event: action } = write
  if (write.event === 'delete') return { collection, rkey, action }
  return { collection, rkey, action, cid: write.cid.toString(), record: lexToJson(write.record) }
}
