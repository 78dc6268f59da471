import type { BackoffRange } from './types.js'

/**
 * Milliseconds to wait after the `attempt`th failure (1, 2, 3…): doubled each time up to
 * `maxDelay`, then cut by up to a half at random, so that what failed together is not tried again
 * together.
 */
export function backoff(attempt: number, range: BackoffRange, random = Math.random): number {
  const delay = Math.min(range.maxDelay, range.minDelay * 2 ** Math.min(attempt - 1, 30))
  return Math.round(delay * (1 - random() / 2))
}
