import { test } from '@japa/runner'

import { isNewerRev } from '../src/rev.js'

test.group('Revs', () => {
  test('tell the newer of two', ({ assert }) => {
    assert.isTrue(isNewerRev('3l3qo2vutsw2c', '3l3qo2vutsw2b'))
    assert.isTrue(isNewerRev('3l3qo2vutsw2b', '2zzzzzzzzzzzz'))
    assert.isFalse(isNewerRev('3l3qo2vutsw2b', '3l3qo2vutsw2c'))
  })

  test('an event that comes twice is not newer than itself', ({ assert }) => {
    assert.isFalse(isNewerRev('3l3qo2vutsw2b', '3l3qo2vutsw2b'))
  })

  test('anything is newer than nothing', ({ assert }) => {
    for (const nothing of [undefined, null, '']) {
      assert.isTrue(isNewerRev('3l3qo2vutsw2b', nothing))
    }
  })
})
