import type { LexMap, RecordSchema } from '@atproto/lex'
import { E_TAP_INVALID_RECORD } from '../errors.js'
import type { TapEvent } from '../types.js'

/**
 * The event as its indexer is promised it: a write has a record, and both record and record key are
 * what the lexicon says. Records are written by strangers, and no server checks them on the way
 * here.
 *
 * @throws E_TAP_INVALID_RECORD
 */
export function validate(event: TapEvent, schema: RecordSchema | undefined): TapEvent {
  if (event.type === 'identity') return event

  const key = schema?.keySchema.safeParse(event.rkey)
  if (key && !key.success) {
    throw new E_TAP_INVALID_RECORD(`Invalid record key: ${key.reason.message}`)
  }
  if (event.action === 'delete') return event
  if (!event.record) {
    throw new E_TAP_INVALID_RECORD('The server could not read the record and sent none')
  }
  if (!schema) return event

  const record = schema.safeParse(event.record)
  if (record.success) {
    // Defaults make another record of it; the event is of no use without them.
    if (record.value !== event.record) event.record = record.value as LexMap
    return event
  }
  throw new E_TAP_INVALID_RECORD(`Invalid record: ${record.reason.message}`)
}
