import {
  OAuthResponseError,
  TokenInvalidError,
  TokenRefreshError,
  TokenRevokedError,
} from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import { errors } from '../index.js'
import { createSessionError, reasonOf } from '../src/session/session_errors.js'

const DAY = 24 * 60 * 60 * 1000
const NOW = Date.now()
const DID = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'

const refused = (status: number, error = 'invalid_grant') =>
  new OAuthResponseError(Response.json({ error }, { status }), { error })
const refreshRefused = new TokenRefreshError(DID, 'Any words', { cause: refused(400) })

test.group('Restore failure', () => {
  test('return the reason {reason} when {title}')
    .with([
      { title: 'a young session is refused', error: refreshRefused, reason: 'revoked' },
      {
        title: 'a public session is older than two weeks',
        error: refreshRefused,
        age: 15 * DAY,
        reason: 'expired',
      },
      {
        title: 'a confidential session of that age is refused',
        error: refreshRefused,
        age: 15 * DAY,
        isConfidential: true,
        reason: 'revoked',
      },
      {
        title: 'a confidential session was not used for a quarter',
        error: refreshRefused,
        age: 100 * DAY,
        idle: 92 * DAY,
        isConfidential: true,
        reason: 'expired',
      },
      {
        title: 'there is nothing to refresh with',
        error: new TokenRefreshError(DID, 'No refresh token available'),
        reason: 'expired',
      },
      { title: 'a fresh token is refused', error: new TokenInvalidError(DID), reason: 'revoked' },
      { title: 'a token was revoked', error: new TokenRevokedError(DID), reason: 'revoked' },
      {
        title: 'the server does not know the client',
        error: refused(401, 'invalid_client'),
        reason: 'misconfigured',
      },
      { title: 'the server is overloaded', error: refused(503), reason: 'unreachable' },
      { title: 'the server has had enough', error: refused(429), reason: 'unreachable' },
      { title: 'anything else happens', error: new Error('ECONNRESET'), reason: 'unreachable' },
    ])
    .run(({ assert }, { error, reason, age = DAY, idle = DAY, isConfidential = false }) => {
      const session = { createdAt: NOW - age, updatedAt: NOW - idle, isConfidential }
      assert.equal(reasonOf(error, session, NOW), reason)
    })

  test('find the session error in the errors of the client', ({ assert, expectTypeOf }) => {
    const failure = createSessionError('expired', 'alice.test')
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
      'revoked' | 'expired' | 'unreachable' | 'misconfigured'
    >()
  })
})
