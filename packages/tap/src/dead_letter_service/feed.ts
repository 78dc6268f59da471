import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeadLetter, DeadLetterStore } from '../dead_letter.js'
import debug from '../debug.js'
import type { Delivery } from '../types.js'
import type { LetterPages } from './pages.js'

/** How long the lease lasts when its owner was killed */
const LEASE = 60_000

export interface FeedOptions {
  /** How often each letter is handled; by default as often as any event */
  attempts?: number
  /** What became of a letter: handled, or set aside again */
  onResult?(letter: DeadLetter, result: 'done' | 'parked'): void
}

/** How many letters there were of each kind */
export interface FeedReport {
  done: number
  parked: number
}

/**
 * Feeds dead letters back through the pipeline, in their order, and deletes those that are done.
 * One process does so at a time, since two would break the order of a repo.
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
  // A page may take long: all attempts of its slowest event.
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
      // Of this run: what was set aside again is not known to be done the next time.
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
