import { test } from '@japa/runner'
import { basicAuthorization, isAuthorized } from '../../src/tap/server/auth.js'

test.group('Tap | auth', () => {
  test('take what it gives', ({ assert }) => {
    assert.equal(basicAuthorization('sesame'), 'Basic YWRtaW46c2VzYW1l')
    for (const password of ['sesame', 'with: colons:', 'pâsswörd 🦋']) {
      assert.isTrue(isAuthorized(basicAuthorization(password), password))
      assert.isFalse(isAuthorized(basicAuthorization(`${password} `), password))
    }
    assert.isTrue(isAuthorized('bAsIc YWRtaW46c2VzYW1l', 'sesame'))
  })

  test('want no password when none is set', ({ assert }) => {
    assert.isTrue(isAuthorized(undefined, undefined))
    assert.isTrue(isAuthorized(undefined, ''))
    assert.isFalse(isAuthorized(undefined, 'sesame'))
  })
})
