import { delimiter, join } from 'node:path'
import { isExecutable } from './executable.js'

/** Where the real Tap is: TAP_BIN, or `tap` on the PATH. */
export function findRealTap(): string | undefined {
  const { TAP_BIN, PATH = '' } = process.env
  const candidates = TAP_BIN ? [TAP_BIN] : PATH.split(delimiter).map((dir) => join(dir, 'tap'))
  return candidates.find(isExecutable)
}
