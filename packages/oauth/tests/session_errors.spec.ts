import { test } from '@japa/runner'
import { errors } from '../index.js'
import { createSessionError, lostReasonOf } from '../src/grants/session_errors.js'
import type { GrantRow } from '../src/types.js'

const DAY = 24 * 60 * 60 * 1000
const NOW = Date.now()

test.group('Session errors', () => {
  test('return the reason {reason} when {title}')
    .with([
      { title: 'a young grant is refused', reason: 'revoked' },
      { title: 'the response to a refresh was lost before', wasSent: true, reason: 'interrupted' },
      { title: 'a public grant is older than two weeks', age: 15 * DAY, reason: 'expired' },
      {
        title: 'a confidential grant of that age is refused',
        age: 15 * DAY,
        keyId: 'key',
        reason: 'revoked',
      },
      {
        title: 'a confidential grant was not used for a quarter',
        age: 100 * DAY,
        idle: 92 * DAY,
        keyId: 'key',
        reason: 'expired',
      },
    ])
    .run(({ assert }, { reason, age = DAY, idle = DAY, keyId = null, wasSent = false }) => {
      const row = { createdAt: NOW - age, updatedAt: NOW - idle, keyId } as GrantRow
      assert.equal(lostReasonOf(row, wasSent, NOW), reason)
    })

  test('find the session error inside an error of the client', ({ assert, expectTypeOf }) => {
    const failure = createSessionError('expired', { did: 'did:web:a.test', handle: 'alice.test' })
    const wrapped = new Error('Unexpected fetch failure', {
      cause: new Error('', { cause: failure }),
    })

    assert.strictEqual(errors.SessionError.from(wrapped), failure)
    assert.strictEqual(errors.SessionError.from(failure), failure)
    assert.isNull(errors.SessionError.from(new Error('Something else')))
    assert.isNull(errors.SessionError.from(undefined))

    assert.instanceOf(failure, errors.E_ATPROTO_SESSION_LOST)
    assert.containsSubset(failure, { status: 401, code: 'E_ATPROTO_SESSION_LOST' })
    expectTypeOf(failure.reason).toEqualTypeOf<
      'revoked' | 'expired' | 'interrupted' | 'unreachable' | 'misconfigured'
    >()
  })

  test('have help for every error of the package', ({ assert }) => {
    for (const [name, error] of Object.entries(errors)) {
      if (!name.startsWith('E_')) continue
      assert.match(error.help!, /^[A-Z"].{20,}\.$/, name)
      assert.equal(error.code, name)
      assert.isNumber(error.status)
    }
  })

  test('name the doctor in the help of every setup error', ({ assert }) => {
    const aboutSetUp = [
      'E_ATPROTO_WRONG_HOST',
      'E_ATPROTO_ACCOUNT_NOT_FOUND',
      'E_ATPROTO_SERVER_UNREACHABLE',
      'E_ATPROTO_CLIENT_REFUSED',
      'E_ATPROTO_STATE_MISMATCH',
      'E_ATPROTO_CALLBACK_FAILED',
      'E_ATPROTO_SESSION_UNAVAILABLE',
      'E_ATPROTO_IDENTITY_UNAVAILABLE',
      'E_ATPROTO_INVALID_SCOPE',
      'E_ATPROTO_INVALID_CONFIG',
    ]
    const pointing = Object.entries(errors)
      .filter(([, error]) => 'help' in error && /atproto:doctor/.test(String(error.help)))
      .map(([name, error]) => {
        assert.match(String((error as { help?: string }).help), /--local/, name)
        return name
      })
    assert.sameMembers(pointing, aboutSetUp)
  })
})
