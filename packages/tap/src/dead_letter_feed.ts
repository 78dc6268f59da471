import { randomUUID } from 'node:crypto'
import type { DeadLetter, DeadLetterFilter, DeadLetterStore } from './dead_letters/types.js'
import debug from './debug.js'
import type { Delivery } from './types.js'

const PAGE = { limit: 200, maxBytes: 8 * 1024 * 1024 }

/** Longer than a page may take: all attempts of its slowest event */
const LEASE = 5 * 60 * 1000

/**
 * Feeds dead letters back through the pipeline, in their order, and deletes those that are done.
 * One process does so at a time, since two would break the order of a repo.
 *
 * @returns how many were done, or `null` when another process is at it
 */
export async function feedDeadLetters(
  store: DeadLetterStore,
  filter: DeadLetterFilter,
  deliver: (delivery: Delivery) => void
): Promise<number | null> {
  const owner = randomUUID()
  let total = 0
  let after: number | undefined
  try {
    while (true) {
      const now = Date.now()
      if (!(await store.lock(owner, now, now + LEASE))) return null
      const letters = await store.read(filter, { ...PAGE, after })
      if (letters.length === 0) return total
      after = letters.at(-1)!.id
      const results = await Promise.all(letters.map((letter) => handle(letter, deliver)))
      if (results.includes('released')) return total
      const done = letters.filter((_, index) => results[index] === 'done').map(({ id }) => id)
      total += await store.delete(done)
      debug('fed %d dead letters, %d were done', letters.length, done.length)
    }
  } finally {
    await store.unlock(owner)
  }
}

/** A letter whose frame was not kept can't be handled again. */
async function handle({ id, frame, bytes }: DeadLetter, deliver: (delivery: Delivery) => void) {
  if (frame === null) return 'parked'
  const { promise, resolve } = Promise.withResolvers<'done' | 'parked' | 'released'>()
  deliver({
    id: `dead letter ${id}`,
    frame,
    weight: bytes,
    ack: resolve,
    release: () => resolve('released'),
  })
  return promise
}
