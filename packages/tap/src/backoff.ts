import type { BackoffRange } from './types.js'

/**
 * The delay in milliseconds after the `attempt`th failure (1, 2, 3…). It doubles each time up to
 * `maxDelay`, and is shortened at random by up to a half, so that events that failed together are
 * not retried together.
 */
export function backoff(attempt: number, range: BackoffRange, random = Math.random): number {
  const delay = Math.min(range.maxDelay, range.minDelay * 2 ** Math.min(attempt - 1, 30))
  return Math.round(delay * (1 - random() / 2))
}
