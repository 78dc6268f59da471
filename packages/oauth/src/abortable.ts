/**
 * Stops waiting for work when a signal aborts. The work itself continues.
 *
 * @throws The signal's reason, or what the work throws
 */
export async function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | null | undefined
): Promise<T> {
  if (!signal) return work
  // By then, nobody may be waiting for the result any more.
  work.catch(() => {})
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
