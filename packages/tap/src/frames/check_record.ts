import type { LexMap } from '@atproto/lex'
import { jsonToLex } from '@atproto/lex'
import { E_TAP_INVALID_FRAME } from '../errors.js'
import type { FrameLimits } from '../frame_head.js'
import { oversize } from './limits.js'

/**
 * Checks a parsed record against the data model in one walk, which goes no deeper than the limit.
 * Only a record with links, bytes or blobs goes through the official parser, which builds them.
 *
 * @throws E_TAP_INVALID_FRAME | E_TAP_OVERSIZE_FRAME
 */
export function checkRecord(record: Record<string, unknown>, limits: FrameLimits): LexMap {
  return isPlain(record, limits, limits.depth)
    ? (record as LexMap)
    : (jsonToLex(record as never, { strict: true }) as LexMap)
}

function isPlain(value: unknown, limits: FrameLimits, levels: number): boolean {
  if (typeof value === 'number') return checkNumber(value)
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) throw oversize('depth', limits)
  if (Array.isArray(value)) return isPlainArray(value, limits, levels - 1)
  return isPlainMap(value as Record<string, unknown>, limits, levels - 1)
}

function isPlainArray(items: unknown[], limits: FrameLimits, levels: number): boolean {
  let plain = true
  for (const item of items) if (!isPlain(item, limits, levels)) plain = false
  return plain
}

function isPlainMap(map: Record<string, unknown>, limits: FrameLimits, levels: number): boolean {
  let plain = true
  // JSON.parse creates "__proto__" as an own property, so this loop finds it.
  for (const key in map) {
    const value = map[key]
    if (key === '__proto__') throw new E_TAP_INVALID_FRAME('Invalid key: __proto__')
    if (key === '$link' || key === '$bytes' || (key === '$type' && isSpecial(value))) plain = false
    if (typeof value !== 'string' && !isPlain(value, limits, levels)) plain = false
  }
  return plain
}

function isSpecial(type: unknown): boolean {
  return typeof type !== 'string' || type === '' || type === 'blob'
}

function checkNumber(value: number): true {
  if (Number.isSafeInteger(value)) return true
  throw new E_TAP_INVALID_FRAME(`Invalid non-integer number: ${value}`)
}
