import type {
  AtIdentifierString,
  AtUriString,
  CidString,
  DatetimeString,
  DidString,
  HandleString,
  LanguageString,
  NsidString,
  RecordKeyString,
  StringFormat,
  TidString,
  UriString,
} from '@atproto/lex'
import vine, { type BaseLiteralType } from '@vinejs/vine'
import { atprotoFormat } from './format.js'
import { atprotoService } from './service.js'

/** The rule narrows the type, which Vine rules can't express. */
type AtprotoString<Type extends string> = BaseLiteralType<string, Type, Type>

const format = <Type extends string>(name: StringFormat) =>
  vine.string().use(atprotoFormat(name)) as unknown as AtprotoString<Type>

/**
 * Schemas for the string formats of the lexicon language, with the types that `@atproto/lex` and
 * `user.client` take.
 *
 * @example
 * vine.compile(vine.object({ subject: atproto.did(), note: atproto.atUri().optional() }))
 */
export const atproto = {
  atIdentifier: () => format<AtIdentifierString>('at-identifier'),
  atUri: () => format<AtUriString>('at-uri'),
  cid: () => format<CidString>('cid'),
  datetime: () => format<DatetimeString>('datetime'),
  did: () => format<DidString>('did'),
  handle: () => format<HandleString>('handle'),
  language: () => format<LanguageString>('language'),
  nsid: () => format<NsidString>('nsid'),
  recordKey: () => format<RecordKeyString>('record-key'),
  tid: () => format<TidString>('tid'),
  uri: () => format<UriString>('uri'),

  /** The address of an account server, normalized to its origin. */
  service: () =>
    vine.string().use(atprotoService()) as unknown as AtprotoString<
      `https://${string}` | `http://${string}`
    >,
}
