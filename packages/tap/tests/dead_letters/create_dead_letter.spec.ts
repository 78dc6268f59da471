import { test } from '@japa/runner'
import { createDeadLetter, MAX_KEPT_FRAME } from '../../src/dead_letters/create_dead_letter.js'
import { ALICE, identityEvent, recordEvent, STATUS } from '../helpers.js'

function create(values: object = {}) {
  return createDeadLetter({
    reason: 'failed',
    frame: '{"id":1}',
    event: recordEvent(),
    error: new Error('Boom'),
    attempts: 3,
    firstSeenAt: 1,
    parkedAt: 2,
    ...values,
  })
}

test.group('createDeadLetter', () => {
  test('describe the event', ({ assert }) => {
    const { key, error, ...letter } = create()
    assert.deepEqual(letter, {
      reason: 'failed',
      kind: 'record',
      did: ALICE,
      collection: STATUS,
      rkey: '3l3qo2vuowo2b',
      uri: `at://${ALICE}/${STATUS}/3l3qo2vuowo2b`,
      rev: '3l3qo2vutsw2b',
      action: 'create',
      live: true,
      frame: '{"id":1}',
      bytes: 8,
      attempts: 3,
      firstSeenAt: 1,
      parkedAt: 2,
    })
    assert.match(error, /^Error: Boom\n +at /)
  })

  test('give a repeated record event the same key, whatever its id', ({ assert }) => {
    assert.equal(create().key, create({ frame: '{"id":2}', live: false }).key)
    const newer = recordEvent({ rev: '3l3qo2vutsw2c' })
    assert.notEqual(create().key, create({ event: newer }).key)
    assert.notEqual(create().key, create({ event: recordEvent({ action: 'delete' }) }).key)
  })

  test('give identity events with different frames different keys', ({ assert }) => {
    const event = identityEvent()
    assert.equal(create({ event }).key, create({ event }).key)
    assert.notEqual(create({ event }).key, create({ event, frame: '{"id":2}' }).key)
  })

  test('leave out the event when its frame could not be read', ({ assert }) => {
    const { did, kind, uri, live, action } = create({ event: undefined })
    assert.deepEqual([did, kind, uri, live, action], [null, null, null, null, null])
  })

  test('omit invalid names', ({ assert }) => {
    const event = recordEvent({ did: 'a'.repeat(2_049), rkey: 'a\0b', rev: 'é' })
    const { did, rkey, rev, uri, collection } = create({ event })
    assert.deepEqual([did, rkey, rev, uri, collection], [null, null, null, null, STATUS])
  })

  test('drop a frame that is too large for databases, and keep its size', ({ assert }) => {
    const { frame, bytes } = create({ frame: 'é'.repeat(MAX_KEPT_FRAME / 2 + 1) })
    assert.isNull(frame)
    assert.equal(bytes, MAX_KEPT_FRAME + 2)
  })

  test('describe any thrown value', ({ assert }) => {
    assert.equal(create({ error: 'no\0pe \ud800' }).error, 'no\uFFFDpe \uFFFD')
    assert.equal(create({ error: undefined }).error, 'undefined')
    assert.equal(
      create({ error: Object.create(null) }).error,
      'The handler threw a value that has no text'
    )
    assert.lengthOf(create({ error: 'x'.repeat(10_000) }).error, 4_000)
  })
})
