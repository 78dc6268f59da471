import { lexParse } from '@atproto/lex'
import { parseTapEvent, type TapEvent as WireEvent } from '@atproto/tap'
import { E_TAP_INVALID_FRAME } from '../errors.js'
import type { TapEvent } from '../types.js'

/**
 * Where Go's encoder puts the id. Read from the text itself, since a frame whose event can't be
 * read has to be acked too.
 */
const LEADING_ID = /^\s*\{\s*"id"\s*:\s*(\d{1,20})\s*[,}]/

/**
 * The event's id as the server wrote it. It stays text: an id above 2^53 would not survive being a
 * number.
 */
export function readFrameId(text: string): string | undefined {
  const [, leading] = LEADING_ID.exec(text.slice(0, 64)) ?? []
  if (leading) return leading
  try {
    const { id } = JSON.parse(text)
    return Number.isSafeInteger(id) && id >= 0 ? String(id) : undefined
  } catch {
    return undefined
  }
}

/**
 * @throws E_TAP_INVALID_FRAME with the parser's own error as its cause
 */
export function parseFrame(text: string): TapEvent {
  let wire: WireEvent
  try {
    wire = parseTapEvent(withHandle(lexParse(text, { strict: true })))
  } catch (cause) {
    throw new E_TAP_INVALID_FRAME(`Cannot read this event: ${(cause as Error).message}`, { cause })
  }
  const { id, ...event } = wire
  if (event.type === 'identity') return event
  return { ...event, uri: `at://${event.did}/${event.collection}/${event.rkey}` } as TapEvent
}

/**
 * Tap sends an empty handle for an account that goes before its handle was ever looked up. The
 * official parser refuses that, and the app would never hear that the account is gone.
 */
function withHandle(frame: any) {
  if (frame?.type === 'identity' && frame.identity?.handle === '') {
    return { ...frame, identity: { ...frame.identity, handle: 'handle.invalid' } }
  }
  return frame
}
