/**
 * Milliseconds before the next attempt: 1, 2, 4 … seconds up to `max`, plus a random part of up to
 * a second.
 */
export function backoff(attempt: number, max: number): number {
  return Math.min(2 ** attempt, max) * 1000 + Math.random() * 1000
}
