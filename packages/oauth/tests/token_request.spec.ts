import type { OAuthServerAgent } from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import type { Grant } from '../src/grants/grant.js'
import { TokenRequest } from '../src/refresh/token_request.js'

const ISSUER = 'https://pds.example.com'
const YEAR = 365 * 24 * 60 * 60 * 1000

/** Refreshes at a server that grants tokens for so many seconds. */
async function expiryOf(seconds: number | undefined) {
  const agent = {
    issuer: ISSUER,
    request: async () => ({ access_token: 'access', refresh_token: 'new', expires_in: seconds }),
  } as unknown as OAuthServerAgent
  const grant = { tokenSet: { sub: 'did:plc:alice', refresh_token: 'old' } } as unknown as Grant
  const request = new TokenRequest(grant, agent, { pds: ISSUER, issuer: ISSUER })

  const { tokenSet } = await request.send(performance.now() + 10_000)
  return tokenSet
}

test.group('Token request', () => {
  test('keep the tokens of a server that grants them for {$self} seconds')
    .with([1e12, 1e300, Infinity])
    .run(async ({ assert }, seconds) => {
      const before = Date.now()
      const tokenSet = await expiryOf(seconds)
      const expiresAt = Date.parse(tokenSet.expires_at!)
      assert.isAtLeast(expiresAt, before + YEAR)
      assert.isAtMost(expiresAt, Date.now() + YEAR)
      assert.equal(tokenSet.refresh_token, 'new')
    })

  test('store the expiry that the server tells, if it tells one')
    .with([3600, undefined])
    .run(async ({ assert }, seconds) => {
      const before = Date.now()
      const { expires_at: expiresAt } = await expiryOf(seconds)
      if (seconds === undefined) return assert.isUndefined(expiresAt)
      assert.closeTo(Date.parse(expiresAt!), before + seconds * 1000, 10_000)
    })
})
