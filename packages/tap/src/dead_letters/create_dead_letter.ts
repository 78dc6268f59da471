import { createHash } from 'node:crypto'
import type { DeadLetterReason, NewDeadLetter } from '../dead_letter.js'

/**
 * The largest frame that is kept. A record of the protocol's largest size stays below it, and twice
 * its size is below what MySQL and MariaDB take in one statement by default.
 */
export const MAX_KEPT_FRAME = 7 * 1024 * 1024

const MAX_ERROR = 4_000
const LONGEST_DID = 2_048
const LONGEST_NSID = 317
const LONGEST_RKEY = 512

/**
 * What is known of the event. An event of the pipeline is one; of an unreadable frame, what could
 * be read.
 */
export interface DeadLetterEvent {
  type: 'record' | 'identity'
  did?: string
  collection?: string
  rkey?: string
  rev?: string
  action?: 'create' | 'update' | 'delete'
  live?: boolean
}

export interface DeadLetterValues {
  reason: DeadLetterReason
  /** What the source sent */
  frame: string
  event?: DeadLetterEvent
  /** Whatever was thrown, or a sentence */
  error: unknown
  attempts: number
  firstSeenAt: number
  parkedAt: number
}

/**
 * Builds a letter that every store can take, whatever a stranger wrote. Never throws.
 */
export function createDeadLetter(values: DeadLetterValues): NewDeadLetter {
  const { reason, frame, event, attempts, firstSeenAt, parkedAt } = values
  const did = plain(event?.did, LONGEST_DID)
  const collection = plain(event?.collection, LONGEST_NSID)
  const rkey = plain(event?.rkey, LONGEST_RKEY)
  const rev = plain(event?.rev, 64)
  const action = event?.action ?? null
  const uri = did && collection && rkey ? `at://${did}/${collection}/${rkey}` : null
  const bytes = Buffer.byteLength(frame)

  return {
    // An identity event has no rev. What names it is its frame, which the source repeats as it was.
    key: uri && rev && action ? hash(uri, rev, action) : hash(frame),
    reason,
    kind: event?.type ?? null,
    did,
    collection,
    rkey,
    uri,
    rev,
    action,
    live: event?.live ?? null,
    frame: bytes > MAX_KEPT_FRAME ? null : frame,
    bytes,
    error: describeError(values.error),
    attempts,
    firstSeenAt,
    parkedAt,
  }
}

function hash(...parts: string[]): string {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part).update('\n')
  return digest.digest('hex')
}

/**
 * Identifiers of the protocol are plain ASCII. What is not stays in the frame only.
 */
function plain(value: string | undefined, maxLength: number): string | null {
  return value && value.length <= maxLength && /^[\x21-\x7e]+$/.test(value) ? value : null
}

function describeError(error: unknown): string {
  return textOf(error).slice(0, MAX_ERROR).replaceAll('\0', '\uFFFD').toWellFormed()
}

function textOf(error: unknown): string {
  try {
    return String((error instanceof Error && error.stack) || error)
  } catch {
    return 'The handler threw a value that has no text'
  }
}
