import { test } from '@japa/runner'
import { readClientFrame } from '../../src/tap/outbox/channel.js'

test.group('Tap | client frame', () => {
  test('read {0}')
    .with([
      ['{"type":"ack","id":7}', { ack: 7 }],
      ['{"id":7,"type":"ack","more":[]}', { ack: 7 }],
      ['{"type":"ack"}', { ack: 0 }],
      ['{"type":"hello","id":7}', {}],
      ['{"id":7}', {}],
      ['{}', {}],
      ['null', {}],
      ['', 'invalid'],
      ['ack 7', 'invalid'],
      ['[]', 'invalid'],
      ['7', 'invalid'],
      ['{"type":"ack","id":"7"}', 'invalid'],
      ['{"type":"ack","id":7.5}', 'invalid'],
      ['{"type":"ack","id":-7}', 'invalid'],
      ['{"type":7,"id":7}', 'invalid'],
      ['{"type":"hello","id":"7"}', 'invalid'],
    ] as [string, ReturnType<typeof readClientFrame>][])
    .run(({ assert }, [text, expected]) => {
      assert.deepEqual(readClientFrame(text), expected)
    })
})
