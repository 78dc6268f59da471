import { setTimeout as delay } from 'node:timers/promises'

const LIMIT = 20_000

/** Waits until the condition returns a truthy value, and returns it. */
export async function until<T>(
  condition: () => T | Promise<T>,
  describe: () => string = () => String(condition)
): Promise<NonNullable<T>> {
  for (const end = Date.now() + LIMIT; Date.now() < end; await delay(20)) {
    const value = await condition()
    if (value) return value as NonNullable<T>
  }
  throw new Error(`Waited ${LIMIT / 1000} s in vain for ${describe()}`)
}
