import { setTimeout as sleep } from 'node:timers/promises'
import { getActiveTest } from '@japa/runner'

interface UntilOptions {
  /** What is waited for, read when the wait fails. Defaults to the source of the condition. */
  what?: string | (() => string)
  /** In milliseconds. Defaults to three quarters of the active test's timeout. */
  timeout?: number
  /** Between two checks, in milliseconds. */
  interval?: number
}

const defaultTimeout = () => 0.75 * (getActiveTest()?.options.timeout || 80_000)

/** Waits until the condition returns something truthy, and returns that. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what = String(condition), timeout = defaultTimeout(), interval = 10 }: UntilOptions = {}
): Promise<NonNullable<T>> {
  for (const end = Date.now() + timeout; Date.now() < end; await sleep(interval)) {
    const value = await condition()
    if (value) return value
  }
  const described = typeof what === 'string' ? what : what()
  throw new Error(`Waited ${timeout / 1000} s in vain for ${described}`)
}

/** Repeats the check until it no longer throws, and returns what it returns. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeout = defaultTimeout(), interval = 25 }: Omit<UntilOptions, 'what'> = {}
): Promise<T> {
  for (const end = Date.now() + timeout; ; await sleep(interval)) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}
