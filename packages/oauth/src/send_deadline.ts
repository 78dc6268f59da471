import { AsyncLocalStorage } from 'node:async_hooks'

const deadlines = new AsyncLocalStorage<number>()

/**
 * Limits the time of all requests that some work sends together. The OAuth library sends a form
 * again when a server asks for another nonce, and must not do so once others may send theirs.
 *
 * @param timeout - In milliseconds
 */
export function withSendDeadline<T>(timeout: number, work: () => Promise<T>): Promise<T> {
  return deadlines.run(performance.now() + timeout, work)
}

/**
 * The signal of the deadline that the caller runs under, if any.
 */
export function deadlineSignal(): AbortSignal | undefined {
  const deadline = deadlines.getStore()
  if (deadline === undefined) return
  const left = deadline - performance.now()
  // A timer would let a request start after a stall.
  return left > 0 ? AbortSignal.timeout(Math.ceil(left)) : AbortSignal.abort()
}
