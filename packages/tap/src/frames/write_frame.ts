import { lexToJson } from '@atproto/lex'
import type { TapEvent } from '../types.js'

/**
 * Writes an event as the Tap server does. Dead letters are stored in this form.
 */
export function writeFrame(id: string, event: TapEvent): string {
  if (event.type === 'identity') {
    const { did, handle, isActive, status } = event
    const identity = { did, handle, is_active: isActive, status }
    return `{"id":${id},"type":"identity","identity":${JSON.stringify(identity)}}`
  }
  const { live, did, rev, collection, rkey, action, cid } = event
  const record = event.record && lexToJson(event.record)
  const body = { live, did, rev, collection, rkey, action, record, cid }
  return `{"id":${id},"type":"record","record":${JSON.stringify(body)}}`
}
