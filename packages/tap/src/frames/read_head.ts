import { checkText } from './limits.js'
import { isRecord } from './parse_frame.js'
import type { FrameHead, FrameLimits } from './types.js'

/** The order in which the Tap server writes fields. The record of the stranger comes after them. */
const RECORD =
  /^\{"id":(\d{1,20}),"type":"record","record":\{"live":(true|false),"did":"([^"\\]{1,2048})","rev":"([^"\\]{1,64})","collection":"([^"\\]{1,317})","rkey":"([^"\\]{1,512})","action":"(create|update|delete)"[,}]/

const LEADING_ID = /^\s*\{\s*"id"\s*:\s*(\d{1,20})\s*[,}]/

/**
 * Never throws: what is wrong with the frame is told when it is parsed.
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
