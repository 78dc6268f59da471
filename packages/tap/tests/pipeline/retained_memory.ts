import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const gc: (options?: { type: 'minor' }) => void = runInNewContext('gc')

/**
 * Calls a function many times, and returns how many bytes of the heap are in use afterwards that
 * were not before. There are only quick garbage collections meanwhile, which keep what anything in
 * the old generation refers to.
 */
export function retainedMemory(times: number, call: (index: number) => void): number {
  const collect = () => gc({ type: 'minor' })
  // What exists before becomes part of the old generation.
  gc()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let index = 0; index < times; index++) {
    call(index)
    if (index % 1_000 === 0) collect()
  }
  collect()
  collect()
  return process.memoryUsage().heapUsed - before
}

/** A new text of 1,000 characters. */
export function kilobyte(): string {
  return Buffer.alloc(1_000, 'x').toString('latin1')
}
