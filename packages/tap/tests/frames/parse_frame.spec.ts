import { test } from '@japa/runner'
import { FRAME_LIMITS } from '../../src/frames/limits.js'
import { parseFrame } from '../../src/frames/parse_frame.js'
import { readHead, readRoute } from '../../src/frames/read_head.js'
import { frame, identityEvent, recordEvent } from '../helpers.js'

test.group('Frames', () => {
  test('parse a record event and add its URI', ({ assert }) => {
    const event = recordEvent()
    assert.deepInclude(parseFrame(frame(1, event)), event)
  })

  test('parse a delete without record and CID', ({ assert }) => {
    const event = recordEvent({ action: 'delete', record: undefined, cid: undefined })
    const read = parseFrame(frame(1, event)) as any
    assert.equal(read.action, 'delete')
    assert.isUndefined(read.record)
    assert.isUndefined(read.cid)
  })

  test('parse an identity event', ({ assert }) => {
    const event = identityEvent({ status: 'deactivated', isActive: false })
    assert.deepInclude(parseFrame(frame(1, event)), event)
  })

  test('parse the deletion of an account whose handle was never resolved', ({ assert }) => {
    const read = parseFrame(frame(1, identityEvent({ handle: '', status: 'deleted' })))
    assert.deepInclude(read, { handle: 'handle.invalid', status: 'deleted' })
  })

  test('decode links and bytes of a record', ({ assert }) => {
    const link = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
    const record = { link: { $link: link }, bytes: { $bytes: 'AQI' } }
    const read = parseFrame(frame(1, recordEvent({ record }))) as any
    assert.equal(read.record.link.toString(), link)
    assert.deepEqual([...read.record.bytes], [1, 2])
  })

  test('throw the reason when a frame is not an event', ({ assert }) => {
    assert.throws(() => parseFrame('{"id":1}'), /^Cannot read this event: /)
  })

  test('read the id of {text}')
    .with([
      { text: '{"id":1,"type":"record"', id: '1' },
      { text: ' {"id" : 12 , "type"', id: '12' },
      { text: '{"id":18446744073709551615,', id: '18446744073709551615' },
      { text: '{"type":"record","id":3}', id: '3' },
      { text: '{"type":"record","record":{"id":3}}', id: undefined },
      { text: '{"id":-1}', id: undefined },
      { text: '{"id":1.5}', id: undefined },
      { text: '{"id":"1"}', id: undefined },
      { text: '{"ident":1}', id: undefined },
      { text: '{"id":', id: undefined },
      { text: '', id: undefined },
    ])
    .run(({ assert }, { text, id }) => {
      assert.equal(readHead(text, FRAME_LIMITS).id, id)
    })

  test('read the route of {what} as the parser would')
    .with([
      { what: 'a record', text: frame(1) },
      { what: 'a historical record', text: frame(12, recordEvent({ live: false })) },
      { what: 'an identity event', text: frame(3, identityEvent()) },
      {
        what: 'a rev with a quote',
        text: frame(4, recordEvent({ rev: 'x","collection":"a.b.c' })),
      },
      { what: 'an escaped DID', text: frame(5, recordEvent({ did: 'did:web:a\\b' })) },
      { what: 'another order', text: `{"type":"record","id":7,"record":{"did":"did:web:a.test"}}` },
      { what: 'a long frame', text: frame(8, recordEvent({ record: { a: 'x'.repeat(9_000) } })) },
      { what: 'cut-off JSON', text: frame(9).slice(0, 60) },
    ])
    .run(({ assert }, { text }) => {
      const { rev, rkey, action, ...route } = readHead(text, FRAME_LIMITS)
      assert.containsSubset(readRoute(text, FRAME_LIMITS), route)
    })
})
