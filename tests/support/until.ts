import { setTimeout as sleep } from 'node:timers/promises'
import { getActiveTest } from '@japa/runner'

interface WaitOptions {
  /** In milliseconds. Defaults to three quarters of the active test's timeout. */
  timeout?: number
  /**
   * Between two checks, in milliseconds. Defaults to a twentieth of the wait so far, between 10 and
   * 200: what takes seconds would be slowed down by checks.
   */
  interval?: number
}

/**
 * Waits until the condition returns something truthy, and returns that.
 *
 * @param what did not happen, for the error; a function is called once the wait has failed
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  what: string | (() => string) = String(condition),
  options: WaitOptions = {}
): Promise<NonNullable<T>> {
  const { timeout = 0.75 * (getActiveTest()?.options.timeout || 80_000), interval } = options
  const start = performance.now()
  for (let waited = 0; waited < timeout; waited = performance.now() - start) {
    const value = await condition()
    if (value) return value
    await sleep(interval ?? Math.min(Math.max(waited / 20, 10), 200))
  }
  const described = typeof what === 'string' ? what : what()
  throw new Error(`Timed out after ${timeout / 1000} s waiting for ${described}`)
}

/** Repeats the check until it no longer throws, and returns what it returns. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options?: WaitOptions
): Promise<T> {
  let failure: unknown
  const attempt = async () => {
    try {
      return { value: await check() }
    } catch (error) {
      failure = error
    }
  }
  const { value } = await until(attempt, '', options).catch(() => {
    throw failure
  })
  return value
}
