import { createHash } from 'node:crypto'
import type { DeadLetterReason, NewDeadLetter } from '../dead_letter.js'

/**
 * The largest frame that is kept. The largest record of the protocol is smaller, and MySQL and
 * MariaDB accept twice this size in one statement by default.
 */
export const MAX_KEPT_FRAME = 7 * 1024 * 1024

const MAX_ERROR = 4_000
const MAX_DID_LENGTH = 2_048
const MAX_NSID_LENGTH = 317
const MAX_RKEY_LENGTH = 512

/**
 * What is known about the event: all of an event of the pipeline, or the readable parts of an
 * unreadable frame.
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
  /** What the source sent. */
  frame: string
  event?: DeadLetterEvent
  /** The thrown value, or a message. */
  error: unknown
  attempts: number
  firstSeenAt: number
  parkedAt: number
}

/**
 * Creates a letter that every store accepts, whatever the record contains. Never throws.
 */
export function createDeadLetter(values: DeadLetterValues): NewDeadLetter {
  const { reason, frame, event, attempts, firstSeenAt, parkedAt } = values
  const did = plain(event?.did, MAX_DID_LENGTH)
  const collection = plain(event?.collection, MAX_NSID_LENGTH)
  const rkey = plain(event?.rkey, MAX_RKEY_LENGTH)
  const rev = plain(event?.rev, 64)
  const action = event?.action ?? null
  const uri = did && collection && rkey ? `at://${did}/${collection}/${rkey}` : null
  const bytes = Buffer.byteLength(frame)

  return {
    // An identity event has no rev. It is identified by its frame, which the source repeats
    // unchanged.
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
 * Identifiers of the protocol are ASCII. Other values are only kept in the frame.
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
