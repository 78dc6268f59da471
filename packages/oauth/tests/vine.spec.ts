import { readFile } from 'node:fs/promises'
import type {
  AtIdentifierString,
  AtUriString,
  DatetimeString,
  DidString,
  HandleString,
  NsidString,
  StringFormat,
} from '@atproto/lex'
import { test } from '@japa/runner'
import vine from '@vinejs/vine'
import { atproto, atprotoFormat } from '../src/vine.js'

const vectorsOf = async (file: string) => {
  const text = await readFile(new URL(`fixtures/interop/${file}.txt`, import.meta.url), 'utf-8')
  const values = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  if (values.length === 0) throw new Error(`No vectors in ${file}`)
  return values
}

const schemaOf = {
  'at-identifier': atproto.atIdentifier,
  'at-uri': atproto.atUri,
  'cid': atproto.cid,
  'datetime': atproto.datetime,
  'did': atproto.did,
  'handle': atproto.handle,
  'language': atproto.language,
  'nsid': atproto.nsid,
  'record-key': atproto.recordKey,
  'tid': atproto.tid,
  'uri': atproto.uri,
} satisfies Record<StringFormat, unknown>

/** Exactly what was put in, without Vine's trimming of bodies. */
async function accepts(format: StringFormat, value: unknown): Promise<boolean> {
  const validator = vine.compile(vine.object({ value: schemaOf[format]() as any }))
  return validator.validate({ value }).then(
    (output) => (output as any).value === value,
    () => false
  )
}

test.group('Vine', () => {
  test('accept the vectors of {format}')
    .with([
      { format: 'at-identifier', file: 'atidentifier_syntax' },
      { format: 'at-uri', file: 'aturi_syntax' },
      { format: 'datetime', file: 'datetime_syntax' },
      { format: 'did', file: 'did_syntax' },
      { format: 'handle', file: 'handle_syntax' },
      { format: 'language', file: 'language_syntax' },
      { format: 'nsid', file: 'nsid_syntax' },
      { format: 'record-key', file: 'recordkey_syntax' },
      { format: 'tid', file: 'tid_syntax' },
    ] as const)
    .run(async ({ assert }, { format, file }) => {
      for (const value of await vectorsOf(`${file}_valid`)) {
        assert.isTrue(await accepts(format, value), `refused ${JSON.stringify(value)}`)
      }
      for (const value of await vectorsOf(`${file}_invalid`)) {
        assert.isFalse(await accepts(format, value), `accepted ${JSON.stringify(value)}`)
      }
    })

  test('refuse {format}s that are well formed and not valid')
    .with([
      { format: 'datetime', file: 'datetime_parse_invalid' },
      { format: 'language', file: 'language_parse_invalid' },
    ] as const)
    .run(async ({ assert }, { format, file }) => {
      for (const value of await vectorsOf(file)) {
        assert.isFalse(await accepts(format, value), `accepted ${JSON.stringify(value)}`)
      }
    })

  test('check the formats that have no vectors', async ({ assert }) => {
    const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
    assert.isTrue(await accepts('cid', cid))
    assert.isFalse(await accepts('cid', cid.slice(0, -1)))
    assert.isFalse(await accepts('cid', 'bafy'))
    for (const uri of ['https://example.com/a?b#c', 'at://did:plc:abc', 'mailto:a@example.com']) {
      assert.isTrue(await accepts('uri', uri), uri)
    }
    for (const uri of ['example.com', '//example.com', 'https://exam ple.com', '']) {
      assert.isFalse(await accepts('uri', uri), uri)
    }
  })

  test('refuse values that are not strings, and huge ones', async ({ assert }) => {
    for (const value of [42, true, null, {}, ['did:plc:abc'], `at://${'a'.repeat(10_000)}.com`]) {
      assert.isFalse(await accepts('at-uri', value))
    }
  })

  test('have the types of the lexicon client', async ({ assert, expectTypeOf }) => {
    const validator = vine.compile(
      vine.object({
        who: atproto.did(),
        at: atproto.atIdentifier().optional(),
        uri: atproto.atUri().nullable(),
        handle: atproto.handle(),
        collection: atproto.nsid(),
        when: atproto.datetime(),
        server: atproto.service(),
      })
    )
    const output = await validator.validate({
      who: 'did:web:example.com',
      uri: null,
      handle: 'alice.example.com',
      collection: 'com.example.post',
      when: '2026-01-31T12:00:00Z',
      server: 'Example.com/login',
    })
    expectTypeOf(output.who).toEqualTypeOf<DidString>()
    expectTypeOf(output.at).toEqualTypeOf<AtIdentifierString | undefined>()
    expectTypeOf(output.uri).toEqualTypeOf<AtUriString | null>()
    expectTypeOf(output.handle).toEqualTypeOf<HandleString>()
    expectTypeOf(output.collection).toEqualTypeOf<NsidString>()
    expectTypeOf(output.when).toEqualTypeOf<DatetimeString>()
    assert.equal(output.server, 'https://example.com')
  })

  test('name the expected format in the message', async ({ assert }) => {
    const validator = vine.compile(
      vine.object({
        who: vine.string().use(atprotoFormat('did')),
        server: atproto.service(),
      })
    )
    const error = await validator
      .validate({ who: 'alice', server: 'alice' })
      .catch((reason) => reason)
    assert.deepEqual(error.messages, [
      {
        field: 'who',
        rule: 'atproto.did',
        message: 'The who field must be a DID like did:plc:ewvi7nxzyoun6zhxrhs64oiz',
      },
      {
        field: 'server',
        rule: 'atproto.service',
        message: 'The server field must be the address of a server, like https://example.com',
      },
    ])
  })

  test('normalize the server address {input} to {expected}')
    .with([
      { input: 'bsky.social', expected: 'https://bsky.social' },
      { input: ' HTTPS://Bsky.Social/path?query ', expected: 'https://bsky.social' },
      { input: 'pds.example.com:8443/', expected: 'https://pds.example.com:8443' },
      { input: 'http://localhost:2583', expected: 'http://localhost:2583' },
      { input: 'alice', expected: null },
      { input: 'javascript:alert(1)', expected: null },
      { input: 'ftp://example.com', expected: null },
      { input: 'https://bsky.social@example.com', expected: null },
      { input: 'bsky.social@example.com', expected: null },
      { input: 'https://', expected: null },
      { input: '//example.com', expected: null },
    ])
    .run(async ({ assert }, { input, expected }) => {
      const validator = vine.compile(vine.object({ server: atproto.service() }))
      const output = await validator.validate({ server: input }).catch(() => ({ server: null }))
      assert.equal(output.server, expected)
    })
})
