import type { LexMap, RecordSchema } from '@atproto/lex'
import { E_TAP_INVALID_RECORD } from '../errors.js'
import type { TapEvent } from '../types.js'
import { quickCheckOf } from './quick_check.js'

/**
 * Validates an event: a write must have a record, and the record and its key must match the
 * lexicon. Nothing else validates records, which anyone can write.
 *
 * @throws E_TAP_INVALID_RECORD
 */
export type Validate = (event: TapEvent) => TapEvent

export function createValidate(schema: RecordSchema | undefined): Validate {
  const isValidKey = schema && quickCheckOf(schema.keySchema)
  const isValidRecord = schema && quickCheckOf(schema)
  return (event) => {
    if (event.type === 'identity') return event
    if (schema && !isValidKey!(event.rkey)) checkKey(event.rkey, schema)
    if (event.action === 'delete') return event
    if (!event.record) {
      throw new E_TAP_INVALID_RECORD('The server could not read the record and sent none')
    }
    // The schema may add defaults to the record.
    if (schema && !isValidRecord!(event.record)) event.record = parse(event.record, schema)
    return event
  }
}

function checkKey(rkey: string, { keySchema }: RecordSchema) {
  const key = keySchema.safeParse(rkey)
  if (!key.success) throw new E_TAP_INVALID_RECORD(`Invalid record key: ${key.reason.message}`)
}

function parse(value: LexMap, schema: RecordSchema): LexMap {
  const record = schema.safeParse(value)
  if (record.success) return record.value as LexMap
  throw new E_TAP_INVALID_RECORD(`Invalid record: ${record.reason.message}`)
}
