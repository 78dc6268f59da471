import { test } from '@japa/runner'
import vine from '@vinejs/vine'
import { parseIdentifier } from '../src/identifier.js'
import { atprotoIdentifier } from '../src/vine.js'

test.group('Identifier', () => {
  test('parse {input} as {expected}')
    .with([
      { input: 'alice.example.com', expected: 'alice.example.com' },
      { input: ' @Alice.Example.com ', expected: 'alice.example.com' },
      { input: '\u202A@alice.example.com\u202C', expected: 'alice.example.com' },
      { input: 'at://alice.example.com', expected: 'alice.example.com' },
      { input: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz', expected: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz' },
      { input: 'did:web:example.com', expected: 'did:web:example.com' },
      { input: 'https://Example.com/login?a=b', expected: 'https://example.com' },
      { input: 'http://localhost:2583', expected: 'http://localhost:2583' },
    ])
    .run(({ assert }, { input, expected }) => {
      assert.equal(parseIdentifier(input), expected)
    })

  test('refuse {$self}')
    .with([
      '',
      '   ',
      'alice',
      'alice@example.com',
      'alice example.com',
      'did:plc',
      'did:key:zQ3sh',
      'https://',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'example.com:443',
      `${'a'.repeat(64)}.com`,
      `did:web:${'a.'.repeat(1_500)}com`,
    ])
    .run(({ assert }, input) => {
      assert.isNull(parseIdentifier(input))
    })

  test('validate and normalize in a Vine schema', async ({ assert }) => {
    const validator = vine.compile(vine.object({ input: vine.string().use(atprotoIdentifier()) }))

    assert.deepEqual(await validator.validate({ input: '@Alice.example.com' }), {
      input: 'alice.example.com',
    })
    const error = await validator.validate({ input: 'alice' }).catch((reason) => reason)
    assert.deepEqual(error.messages, [
      {
        field: 'input',
        rule: 'atprotoIdentifier',
        message:
          'The input field must be a handle like alice.example.com, a DID, or a server address',
      },
    ])
  })
})
