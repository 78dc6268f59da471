import { test } from '@japa/runner'
import { FRAME_LIMITS } from '../../src/frames/limits.js'
import { parseFrame } from '../../src/frames/parse_frame.js'
import { readHead } from '../../src/frames/read_head.js'
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
})
