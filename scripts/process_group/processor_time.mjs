import { readFileSync } from 'node:fs'

/** What Linux counts processor time in, on every architecture that Node.js supports. */
const TICKS_PER_SECOND = 100

/**
 * The processor time of this process's children that have ended and all of theirs, in seconds.
 * Undefined where the system does not report it: only Linux has `/proc`.
 */
export function processorSecondsOfChildren() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    // Fields 16 and 17 (`cutime`, `cstime`), counted after the name, which may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND
  } catch {
    return undefined
  }
}
