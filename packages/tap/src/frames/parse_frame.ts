import { isValidDid, isValidHandle, isValidNsid, isValidRecordKey } from '@atproto/syntax'
import { E_TAP_INVALID_FRAME, E_TAP_OVERSIZE_FRAME } from '../errors.js'
import type { FrameLimits } from '../frame_head.js'
import type { TapEvent } from '../types.js'
import { checkRecord } from './check_record.js'
import { IncomingIdentity, IncomingRecord } from './incoming_event.js'
import { checkText, FRAME_LIMITS } from './limits.js'

const STATUSES = new Set(['active', 'takendown', 'suspended', 'deactivated', 'deleted'])
const ACTIONS = new Set(['create', 'update', 'delete'])
const CID = /^[\w+/=-]{8,512}$/

/** Caches valid collections: there are few, and validating one takes longer than a lookup. */
const validCollections = new Set<string>()

/**
 * @throws E_TAP_INVALID_FRAME with the parser's own error as its cause
 * @throws E_TAP_OVERSIZE_FRAME
 */
export function parseFrame(text: string, limits: FrameLimits = FRAME_LIMITS): TapEvent {
  checkText(text, limits)
  try {
    const frame = JSON.parse(text)
    if (frame?.type === 'record') return parseRecord(frame.record, limits)
    if (frame?.type === 'identity') return parseIdentity(frame.identity)
    throw new E_TAP_INVALID_FRAME('The type is neither "record" nor "identity"')
  } catch (cause) {
    if (cause instanceof E_TAP_OVERSIZE_FRAME) throw cause
    throw new E_TAP_INVALID_FRAME(`Cannot read this event: ${(cause as Error).message}`, { cause })
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseRecord(body: any, limits: FrameLimits): TapEvent {
  check(isRecord(body), 'record')
  check(isValidDid(body.did), 'did')
  check(typeof body.rev === 'string', 'rev')
  check(isCollection(body.collection), 'collection')
  check(typeof body.rkey === 'string' && isValidRecordKey(body.rkey), 'rkey')
  check(ACTIONS.has(body.action as string), 'action')
  check(typeof body.live === 'boolean', 'live')
  check(body.cid === undefined || CID.test(body.cid as string), 'cid')
  check(body.record === undefined || isRecord(body.record), 'record')
  const record = body.record && checkRecord(body.record as Record<string, unknown>, limits)
  return new IncomingRecord(body as never, record) as unknown as TapEvent
}

function parseIdentity(body: any): TapEvent {
  check(isRecord(body), 'identity')
  check(isValidDid(body.did), 'did')
  // Tap sends an empty handle for an account that was deleted before its handle was looked up.
  const handle = body.handle === '' ? 'handle.invalid' : body.handle
  check(typeof handle === 'string' && isValidHandle(handle), 'handle')
  check(typeof body.is_active === 'boolean', 'is_active')
  check(STATUSES.has(body.status as string), 'status')
  return new IncomingIdentity(body as never, handle) as unknown as TapEvent
}

function isCollection(value: unknown): value is string {
  if (validCollections.has(value as string)) return true
  if (typeof value !== 'string' || !isValidNsid(value)) return false
  if (validCollections.size < 1_000) validCollections.add(value)
  return true
}

function check(isValid: boolean, field: string): asserts isValid {
  if (!isValid) throw new TypeError(`"${field}" is missing or invalid`)
}
