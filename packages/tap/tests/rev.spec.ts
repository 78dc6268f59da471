import { test } from '@japa/runner'
import { isNewerRev } from '../src/rev.js'

test.group('Revs', () => {
  test('compare two revs', ({ assert }) => {
    assert.isTrue(isNewerRev('3l3qo2vutsw2c', '3l3qo2vutsw2b'))
    assert.isTrue(isNewerRev('3l3qo2vutsw2b', '2zzzzzzzzzzzz'))
    assert.isFalse(isNewerRev('3l3qo2vutsw2b', '3l3qo2vutsw2c'))
  })

  test('return false for the same rev', ({ assert }) => {
    assert.isFalse(isNewerRev('3l3qo2vutsw2b', '3l3qo2vutsw2b'))
  })

  test('return true when nothing is stored', ({ assert }) => {
    for (const nothing of [undefined, null, '']) {
      assert.isTrue(isNewerRev('3l3qo2vutsw2b', nothing))
    }
  })
})
