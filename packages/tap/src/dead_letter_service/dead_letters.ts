import type {
  DeadLetter,
  DeadLetterCount,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterStore,
  DeadLetterSummary,
} from '../dead_letter.js'
import { E_TAP_NO_DEAD_LETTERS, E_TAP_RETRY_IN_PROGRESS } from '../errors.js'
import type { Delivery } from '../types.js'
import { feedDeadLetters, type FeedOptions, type FeedReport } from './feed.js'
import { pagesOf, pagesOfIds } from './pages.js'

/** Letters by their ids, or those that a filter selects; `{}` selects all of them. */
export type DeadLetterSelection = number[] | DeadLetterFilter

/** Handles letters again. */
export interface LetterHandler {
  /** Resolves once deliveries can be handled. */
  prepare(): Promise<void>
  deliver(delivery: Delivery): void
}

const ENDLESS = Number.MAX_SAFE_INTEGER

/**
 * `tap.deadLetters`: the events that could not be handled.
 */
export class DeadLetters {
  #kept: DeadLetterStore | false
  #handler: LetterHandler

  constructor(store: DeadLetterStore | false, handler: LetterHandler) {
    this.#kept = store
    this.#handler = handler
  }

  /** Lists letters in the order in which they were stored, without their frames. */
  list(filter: DeadLetterFilter = {}, page: Partial<DeadLetterPage> = {}) {
    return this.#run((store): Promise<DeadLetterSummary[]> =>
      store.list(filter, { limit: 50, ...page })
    )
  }

  /** Returns one letter with its frame. */
  find(id: number) {
    return this.#run((store): Promise<DeadLetter | null> => store.find(id))
  }

  /** Counts the letters of each reason and collection. */
  count(filter: DeadLetterFilter = {}) {
    return this.#run((store): Promise<DeadLetterCount[]> => store.count(filter))
  }

  /**
   * Handles letters again, in order within a repo. Letters that succeed are deleted, and those that
   * fail are kept. Each is handled once. Failures of letters don't count as an outage.
   *
   * @throws E_TAP_RETRY_IN_PROGRESS | E_TAP_NO_INDEXERS
   */
  retry(selection: DeadLetterSelection, options: FeedOptions = {}): Promise<FeedReport> {
    return this.#run(async (store) => {
      await this.#handler.prepare()
      const pages = Array.isArray(selection)
        ? pagesOfIds(store, selection)
        : pagesOf(store, selection)
      const deliver = (delivery: Delivery) => this.#handler.deliver(delivery)
      const report = await feedDeadLetters(store, pages, deliver, { attempts: 1, ...options })
      if (!report) throw new E_TAP_RETRY_IN_PROGRESS()
      return report
    })
  }

  /**
   * Deletes letters permanently.
   *
   * @param options.parkedBefore - Only those that were stored before this time
   * @returns how many there were
   */
  forget(selection: DeadLetterSelection, options: { parkedBefore?: Date } = {}): Promise<number> {
    return this.#run((store) => {
      if (Array.isArray(selection)) return store.delete(selection)
      const parkedBefore = options.parkedBefore?.getTime() ?? ENDLESS
      return store.prune(selection, { parkedBefore })
    })
  }

  async #run<T>(work: (store: DeadLetterStore) => Promise<T>): Promise<T> {
    if (!this.#kept) throw new E_TAP_NO_DEAD_LETTERS()
    return work(this.#kept)
  }
}
