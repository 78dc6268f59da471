import type { DeadLetter, DeadLetterSummary, NewDeadLetter } from '../../dead_letter.js'

const COLUMNS: Record<Exclude<keyof DeadLetter, 'frame'>, string> = {
  id: 'id',
  key: 'event_key',
  reason: 'reason',
  kind: 'kind',
  did: 'did',
  collection: 'collection',
  rkey: 'rkey',
  uri: 'uri',
  rev: 'rev',
  action: 'action',
  live: 'live',
  bytes: 'bytes',
  error: 'error',
  attempts: 'attempts',
  firstSeenAt: 'first_seen_at',
  parkedAt: 'parked_at',
}

/** All columns but the frame, which can be several megabytes. */
export const SUMMARY_COLUMNS = Object.values(COLUMNS)

/** The columns that are kept when a letter is put again. */
const KEPT = new Set(['id', 'event_key', 'first_seen_at'])

export const REPLACED_COLUMNS = [...SUMMARY_COLUMNS.filter((column) => !KEPT.has(column)), 'frame']

/** PostgreSQL returns big integers as strings. */
const NUMBERS = new Set(['id', 'bytes', 'attempts', 'firstSeenAt', 'parkedAt'])

export type Row = Record<string, unknown>

/**
 * The frame is stored as bytes, because it may contain a NUL, which PostgreSQL does not store in
 * text.
 */
export function toRow({ frame, ...letter }: NewDeadLetter): Row {
  const entries = Object.entries(letter).map(([key, value]) => [
    COLUMNS[key as keyof typeof COLUMNS],
    value,
  ])
  return { ...Object.fromEntries(entries), frame: frame === null ? null : Buffer.from(frame) }
}

export function toSummary(row: Row): DeadLetterSummary {
  const entries = Object.entries(COLUMNS).map(([key, column]) => {
    const value = row[column]
    if (key === 'live') return [key, value === null ? null : Boolean(value)]
    return [key, NUMBERS.has(key) ? Number(value) : value]
  })
  return Object.fromEntries(entries)
}

export function toLetter(row: Row): DeadLetter {
  const frame = row.frame as Uint8Array | null
  return { ...toSummary(row), frame: frame === null ? null : Buffer.from(frame).toString() }
}
