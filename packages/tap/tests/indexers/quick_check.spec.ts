import { l, parseCid } from '@atproto/lex'
import { test } from '@japa/runner'
import { quickCheckOf } from '../../src/indexers/quick_check.js'

const link = l.typedObject('a.b.record', 'link', l.object({ uri: l.string({ format: 'at-uri' }) }))

const CID = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'

/** Something of everything that a lexicon can hold. */
const schema = l.record(
  'tid',
  'a.b.record',
  l.object({
    text: l.string({ minLength: 1, maxLength: 30, maxGraphemes: 3 }),
    createdAt: l.string({ format: 'datetime' }),
    size: l.optional(l.integer({ minimum: 1, maximum: 9 })),
    langs: l.optional(l.array(l.string({ format: 'language' }), { maxLength: 2 })),
    link: l.optional(l.ref(() => link)),
    kind: l.optional(l.withDefault(l.enum(['one', 'two']), 'one')),
    note: l.optional(l.nullable(l.string())),
    isOpen: l.optional(l.boolean()),
    fixed: l.optional(l.literal('x')),
    other: l.optional(l.cid()),
    late: l.optional(l.ref(() => l.withDefault(l.string(), 'late'))),
  })
)

const VALUES = [
  undefined,
  null,
  '',
  'x',
  'two',
  'de',
  '👍',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  'x'.repeat(31),
  '2026-11-23T10:00:00Z',
  '2026-02-31T10:00:00Z',
  `at://did:plc:${'a'.repeat(24)}`,
  0,
  1,
  10,
  1.5,
  true,
  [],
  ['de'],
  ['de', 'en', 'fr'],
  [1],
  {},
  { uri: `at://did:plc:${'a'.repeat(24)}` },
  { $type: 'a.b.record#link', uri: `at://did:plc:${'a'.repeat(24)}` },
  { $type: 'a.b.record#other', uri: `at://did:plc:${'a'.repeat(24)}` },
  new Date(),
  new Map(),
]

const valid = {
  $type: 'a.b.record',
  text: '👍',
  createdAt: '2026-11-23T10:00:00Z',
  kind: 'two',
  late: '',
}
const check = quickCheckOf(schema)

test.group('Quick check of a record', () => {
  test('reject what the schema rejects or changes', ({ assert }) => {
    const keys = [
      '$type',
      ...'text',
      'createdAt',
      'size',
      'langs',
      'link',
      'kind',
      'note',
      'isOpen',
      'fixed',
      'other',
    ]
    for (const key of keys) {
      for (const value of VALUES) {
        const record = { ...valid, [key]: value }
        if (!check(record)) continue
        const parsed = schema.safeParse(record)
        assert.isTrue(parsed.success && parsed.value === record, `${key}: ${String(value)}`)
      }
    }
  })

  test('accept what records usually hold')
    .with<object[]>([
      {},
      { text: 'x👍é' },
      { size: 9, langs: ['de'], isOpen: false, note: null, fixed: 'x' },
      { link: { uri: `at://did:plc:${'a'.repeat(24)}` } },
      { link: { $type: 'a.b.record#link', uri: `at://did:plc:${'a'.repeat(24)}` } },
    ])
    .run(({ assert }, values) => assert.isTrue(check({ ...valid, ...values })))

  test('ask the schema about {what}')
    .with([
      { what: 'an absent value with a default', values: { kind: undefined } },
      { what: 'an absent value with a default that it refers to', values: { late: undefined } },
      { what: 'graphemes of several code points', values: { text: '👩‍👩‍👧‍👦' } },
      { what: 'a part of another kind', values: { other: parseCid(CID) } },
      { what: 'a record of another type', values: { $type: 'a.b.other' } },
      { what: 'a missing part', values: { createdAt: undefined } },
    ])
    .run(({ assert }, { values }) => assert.isFalse(check({ ...valid, ...values })))

  test('ask the schema when a part of it has a check of its own', ({ assert }) => {
    const refined = l.refine(l.string(), { check: (text) => text === 'x', message: 'No x' })
    const own = l.record('any', 'a.b.record', l.object({ text: refined }))
    assert.isFalse(quickCheckOf(own)({ $type: 'a.b.record', text: 'y' }))
  })
})
