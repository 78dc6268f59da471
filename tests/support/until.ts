import { setTimeout as sleep } from 'node:timers/promises'
import { getActiveTest } from '@japa/runner'

interface WaitOptions {
  /** In milliseconds. Defaults to three quarters of the active test's timeout. */
  timeout?: number
  /** Between two checks, in milliseconds. */
  interval?: number
}

const defaultTimeout = () => 0.75 * (getActiveTest()?.options.timeout || 80_000)

/**
 * Waits until the condition returns something truthy, and returns that.
 *
 * @param what did not happen, for the error; a function is called once the wait has failed
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  what: string | (() => string) = String(condition),
  { timeout = defaultTimeout(), interval = 10 }: WaitOptions = {}
): Promise<NonNullable<T>> {
  for (const end = Date.now() + timeout; Date.now() < end; await sleep(interval)) {
    const value = await condition()
    if (value) return value
  }
  const described = typeof what === 'string' ? what : what()
  throw new Error(`Timed out after ${timeout / 1000} s waiting for ${described}`)
}

/** Repeats the check until it no longer throws, and returns what it returns. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeout = defaultTimeout(), interval = 25 }: WaitOptions = {}
): Promise<T> {
  for (const end = Date.now() + timeout; ; await sleep(interval)) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}
