import { test } from '@japa/runner'
import { readClientFrame } from '../../src/tap/outbox/client_frame.js'

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
      ['', 'broken'],
      ['ack 7', 'broken'],
      ['[]', 'broken'],
      ['7', 'broken'],
      ['{"type":"ack","id":"7"}', 'broken'],
      ['{"type":"ack","id":7.5}', 'broken'],
      ['{"type":"ack","id":-7}', 'broken'],
      ['{"type":7,"id":7}', 'broken'],
      ['{"type":"hello","id":"7"}', 'broken'],
    ] as [string, ReturnType<typeof readClientFrame>][])
    .run(({ assert }, [text, expected]) => {
      assert.deepEqual(readClientFrame(text), expected)
    })
})
