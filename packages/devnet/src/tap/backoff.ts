/** Milliseconds before the next attempt: 1, 2, 4 … seconds up to `max`, and up to a second of chance. */
export function backoff(attempt: number, max: number): number {
  return Math.min(2 ** attempt, max) * 1000 + Math.random() * 1000
}
