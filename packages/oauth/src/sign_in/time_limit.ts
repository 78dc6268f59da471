/**
 * Runs work with a time limit. Work that can't be stopped continues with an aborted signal.
 *
 * @param ms - Milliseconds
 * @param timedOut - Creates the error to throw when the time is over
 */
export async function withTimeLimit<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  timedOut: (cause: unknown) => Error
): Promise<T> {
  const controller = new AbortController()
  const { signal } = controller
  const timer = setTimeout(() => controller.abort(), ms)
  const limit = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(timedOut(signal.reason)), { once: true })
  })
  try {
    return await Promise.race([work(signal), limit])
  } finally {
    clearTimeout(timer)
  }
}
