import { isValidTid } from '@atproto/syntax'
import { test } from '@japa/runner'
import { tidOf } from '../../src/lucid/tid.js'

test.group('tidOf', () => {
  test('make TIDs that sort by time', ({ assert }) => {
    const tids = [Date.UTC(2_000, 0), Date.UTC(2026, 10, 24), Date.UTC(2026, 10, 24, 0, 0, 0, 1)]
    const made = tids.map((now) => tidOf(now))
    assert.isTrue(made.every((tid) => isValidTid(tid)))
    assert.deepEqual(made.toSorted(), made)
    assert.equal(tidOf(0), '2222222222222')
  })
})
