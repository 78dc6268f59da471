import { isStringFormat, type StringFormat } from '@atproto/lex'
import vine from '@vinejs/vine'

/** Longer than any value of these formats, and short enough for their regular expressions. */
const MAX_LENGTH = 8_192

const DESCRIPTIONS: Record<StringFormat, string> = {
  'at-identifier': 'a handle like alice.example.com, or a DID',
  'at-uri': 'an AT URI like at://alice.example.com/com.example.post/3k2a',
  'cid': 'a CID',
  'datetime': 'a date and time like 2026-01-31T12:00:00.000Z',
  'did': 'a DID like did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  'handle': 'a handle like alice.example.com',
  'language': 'a language tag like en or pt-BR',
  'nsid': 'an NSID like com.example.post',
  'record-key': 'a record key',
  'tid': 'a TID like 3jzfcijpj2z2a',
  'uri': 'a URI like https://example.com',
}

/**
 * Accepts the strings of one of the lexicon language's formats, unchanged.
 *
 * @see https://atproto.com/specs/lexicon#string-formats
 * @example
 * vine.string().use(atprotoFormat('did'))
 */
export const atprotoFormat = vine.createRule((value, format: StringFormat, field) => {
  if (typeof value === 'string' && value.length <= MAX_LENGTH && isStringFormat(value, format)) {
    return
  }
  field.report(`The {{ field }} field must be ${DESCRIPTIONS[format]}`, `atproto.${format}`, field)
})
