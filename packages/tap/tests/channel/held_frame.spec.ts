import { test } from '@japa/runner'
import { freeFrame, holdFrame } from '../../src/channel/held_frame.js'

const TEXT = '👍'.repeat(5_000)

test.group('Held frame', () => {
  test('keep the text of a small frame', ({ assert }) => {
    const frame = holdFrame(Buffer.from('{"id":1}'))
    freeFrame(frame)
    assert.equal(frame, '{"id":1}')
  })

  test('keep the bytes of a large frame, and free them', ({ assert }) => {
    const frame = holdFrame(Buffer.from(TEXT)) as Buffer<ArrayBuffer>
    assert.equal(frame.toString(), TEXT)
    freeFrame(frame)
    assert.isTrue(frame.buffer.detached)
    assert.equal(frame.toString(), '')
  })

  test('do not free memory that is shared', ({ assert, cleanup }) => {
    const { poolSize } = Buffer
    cleanup(() => void (Buffer.poolSize = poolSize))
    Buffer.poolSize = 1024 * 1024
    const both = Buffer.from(TEXT + TEXT)
    const other = Buffer.from('other')
    const frame = holdFrame(both.subarray(0, both.length / 2))
    freeFrame(frame)
    assert.equal(both.toString(), TEXT + TEXT)
    assert.equal(other.toString(), 'other')
  })
})
