import { E_TAP_OVERSIZE_FRAME } from '../errors.js'
import type { FrameLimits } from '../frame_head.js'

export const FRAME_LIMITS: FrameLimits = { bytes: 7 * 1024 * 1024, depth: 64, values: 50_000 }

/** Shorter frames can't exceed `values`. */
const SHORT = 32 * 1024

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/**
 * Checks a frame before it is parsed, in one pass without recursion.
 *
 * @throws E_TAP_OVERSIZE_FRAME
 */
export function checkText(text: string, limits: FrameLimits): void {
  if (text.length <= SHORT && text.length <= limits.bytes) return
  if (text.length > limits.bytes) throw oversize('bytes', limits)

  let values = 0
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) index = endOfString(text, index)
    else if (code === COMMA) values++
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      values++
      // The frame itself has two levels.
      if (++depth > limits.depth + 2) throw oversize('depth', limits)
    } else if (code === OPEN_ARRAY + 2 || code === OPEN_OBJECT + 2) depth--
    if (values > limits.values) throw oversize('values', limits)
  }
}

export function oversize(limit: keyof FrameLimits, limits: FrameLimits) {
  const what = { bytes: 'bytes', depth: 'levels', values: 'values' }[limit]
  return new E_TAP_OVERSIZE_FRAME(`The event has more than ${limits[limit]} ${what}`)
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}
