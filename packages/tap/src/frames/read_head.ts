import type { FrameHead, FrameLimits } from '../frame_head.js'
import { copyText } from './copy_text.js'
import { checkText } from './limits.js'
import { isRecord } from './parse_frame.js'

/** Matches the fields in the order in which the Tap server writes them, before the record. */
const RECORD =
  /^\{"id":(\d{1,20}),"type":"record","record":\{"live":(true|false),"did":"([^"\\]{1,2048})","rev":"([^"\\]{1,64})","collection":"([^"\\]{1,317})","rkey":"([^"\\]{1,512})","action":"(create|update|delete)"[,}]/

const LEADING_ID = /^\s*\{\s*"id"\s*:\s*(\d{1,20})\s*[,}]/

const BEFORE_ID = '{"id":'
const BEFORE_LIVE = ',"type":"record","record":{"live":'
const BEFORE_DID = ',"did":"'
const BEFORE_REV = '","rev":"'
const BEFORE_COLLECTION = '","collection":"'

/** Frames above this size wait as bytes. Their route is read from the beginning. */
export const LONG = 4 * 1024

/** A substring of a long text would keep the whole text in memory. */
const KEPT = 1024

/**
 * Reads only the route of a frame, which is all that is needed until its turn comes. Never throws.
 */
export function readRoute(frame: string | Buffer, limits: FrameLimits): FrameHead {
  const beginning = typeof frame === 'string' ? frame : frame.toString('utf8', 0, LONG)
  return scanRoute(beginning) ?? readHead(frame.toString(), limits)
}

/** Searches for the fields in the server's order, which is many times faster than parsing. */
function scanRoute(text: string): FrameHead | undefined {
  const idEnd = text.indexOf(',')
  if (!text.startsWith(BEFORE_LIVE, idEnd) || !text.startsWith(BEFORE_ID)) return undefined
  const id = text.slice(BEFORE_ID.length, idEnd)
  const liveStart = idEnd + BEFORE_LIVE.length
  const live = text.startsWith('true', liveStart)
  const liveEnd = liveStart + (live ? 4 : 5)
  if (!text.startsWith(BEFORE_DID, liveEnd) || !/^\d{1,20}$/.test(id)) return undefined

  const didStart = liveEnd + BEFORE_DID.length
  const didEnd = text.indexOf('"', didStart)
  if (didEnd === -1 || !text.startsWith(BEFORE_REV, didEnd)) return undefined
  const revEnd = text.indexOf('"', didEnd + BEFORE_REV.length)
  if (revEnd === -1 || !text.startsWith(BEFORE_COLLECTION, revEnd)) return undefined
  const start = revEnd + BEFORE_COLLECTION.length
  const end = text.indexOf('"', start)
  if (end === -1 || text.lastIndexOf('\\', end) !== -1) return undefined

  const part = text.length > KEPT ? copyText(text.slice(0, end)) : text
  const did = part.slice(didStart, didEnd)
  return new Route(id, live, did, part.slice(start, end))
}

/**
 * A class, because V8 may come to create the objects of a literal in the heap's old generation.
 * There they would keep the text of their frames until the next full garbage collection.
 */
class Route implements FrameHead {
  readonly type = 'record'

  constructor(
    readonly id: string,
    readonly live: boolean,
    readonly did: string,
    readonly collection: string
  ) {}
}

/**
 * Never throws: an invalid frame is reported when it is parsed.
 */
export function readHead(text: string, limits: FrameLimits): FrameHead {
  const match = RECORD.exec(text)
  return match
    ? {
        id: match[1],
        type: 'record',
        live: match[2] === 'true',
        did: match[3],
        rev: match[4],
        collection: match[5],
        rkey: match[6],
        action: match[7] as FrameHead['action'],
      }
    : readParsed(text, limits)
}

function readParsed(text: string, limits: FrameLimits): FrameHead {
  const head: FrameHead = { id: LEADING_ID.exec(text.slice(0, 64))?.[1] }
  try {
    checkText(text, limits)
    const frame = JSON.parse(text)
    if (Number.isSafeInteger(frame.id) && frame.id >= 0) head.id ??= String(frame.id)
    const body = frame[frame.type]
    if (!isRecord(body) || (frame.type !== 'record' && frame.type !== 'identity')) return head

    const string = (key: string) => (typeof body[key] === 'string' ? body[key] : undefined)
    head.type = frame.type
    head.did = string('did')
    if (frame.type === 'identity') return { ...head, status: string('status') }
    return {
      ...head,
      live: body.live === true,
      rev: string('rev'),
      collection: string('collection'),
      rkey: string('rkey'),
      action: string('action') as FrameHead['action'],
    }
  } catch {
    return head
  }
}
