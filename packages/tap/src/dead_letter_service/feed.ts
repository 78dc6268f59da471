import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeadLetter, DeadLetterStore } from '../dead_letter.js'
import debug from '../debug.js'
import type { Delivery } from '../types.js'
import type { LetterPages } from './pages.js'

/** How long the lease lasts if its owner was killed. */
const LEASE = 60_000

export interface FeedOptions {
  /** How often each letter is handled; by default as often as any event. */
  attempts?: number
  /** Called with the result of each letter: handled, or stored again. */
  onResult?(letter: DeadLetter, result: 'done' | 'parked'): void
}

/** The number of letters with each result. */
export interface FeedReport {
  done: number
  parked: number
}

/**
 * Sends dead letters through the pipeline again, in order, and deletes those that succeed. Only one
 * process does this at a time, because two would break the order of a repo.
 *
 * @returns `null` when another process is doing so
 */
export async function feedDeadLetters(
  store: DeadLetterStore,
  pages: LetterPages,
  deliver: (delivery: Delivery) => void,
  options: FeedOptions = {}
): Promise<FeedReport | null> {
  const owner = randomUUID()
  const renew = () => store.lock(owner, Date.now(), Date.now() + LEASE)
  if (!(await renew())) return null

  const ended = new AbortController()
  // A page takes as long as all attempts of its slowest event.
  void renewUntil(ended.signal, renew)
  const report: FeedReport = { done: 0, parked: 0 }
  try {
    for await (const letters of pages) {
      const results = await Promise.all(
        letters.map((letter) => handle(letter, owner, deliver, options))
      )
      const idsOf = (wanted: Result) =>
        letters.filter((_, index) => results[index] === wanted).map(({ id }) => id)
      const done = idsOf('done')
      await store.delete(done)
      report.done += done.length
      report.parked += idsOf('parked').length
      debug('fed %d dead letters, %d were done', letters.length, done.length)
      if (results.includes('released') || !(await renew())) break
    }
    return report
  } finally {
    ended.abort()
    await store.unlock(owner)
  }
}

async function renewUntil(signal: AbortSignal, renew: () => Promise<boolean>) {
  try {
    while (true) {
      await sleep(LEASE / 3, undefined, { signal, ref: false })
      await renew()
    }
  } catch (error) {
    if (!signal.aborted) debug('the lease of dead letters could not be renewed: %O', error)
  }
}

type Result = 'done' | 'parked' | 'released'

/** A letter whose frame was not kept can't be handled again. */
async function handle(
  letter: DeadLetter,
  run: string,
  deliver: (delivery: Delivery) => void,
  { attempts, onResult }: FeedOptions
): Promise<Result> {
  const { id, frame, bytes } = letter
  const { promise, resolve } = Promise.withResolvers<Result>()
  if (frame === null) resolve('parked')
  else {
    deliver({
      // The id contains the run, so that a letter that failed is handled in the next run.
      id: `dead letter ${id} of ${run}`,
      frame,
      weight: bytes,
      letter: { id, attempts: letter.attempts },
      maxAttempts: attempts,
      ack: resolve,
      release: () => resolve('released'),
    })
  }
  const result = await promise
  if (result !== 'released') onResult?.(letter, result)
  return result
}
