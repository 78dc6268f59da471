import type { NodeOAuthClient } from '@atproto/oauth-client-node'
import { test } from '@japa/runner'
import { type Devnet, type DevnetAccount, startDevnet } from '../../index.js'
import { oauthClient } from '../helpers.js'

const GET_SESSION = '/xrpc/com.atproto.server.getSession'

test.group('Faults | tokens', (group) => {
  let devnet: Devnet
  let alice: DevnetAccount
  let bob: DevnetAccount
  /** A real OAuth client. */
  let client: NodeOAuthClient

  group.setup(async () => {
    devnet = await startDevnet({ tap: false, accounts: ['alice', 'bob'] })
    ;[alice, bob] = devnet.accounts
    return () => devnet.close()
  })
  group.each.setup(async () => {
    client = oauthClient(devnet)
    return async () => {
      await devnet.faults.restoreAll()
      await devnet.faults.revoke(alice)
    }
  })

  async function allow(): Promise<URLSearchParams> {
    const { searchParams } = await devnet.signIn(await client.authorize('alice.test'), alice)
    return searchParams
  }

  async function signIn() {
    const { session } = await client.callback(await allow())
    return session
  }

  test('revoke a grant when its old refresh token is used again', async ({ assert }) => {
    const session = await signIn()
    const fault = devnet.faults.loseNextTokenReply()

    await assert.rejects(() => session.getTokenInfo(true))

    assert.equal(fault.hits, 1)
    await assert.rejects(() => session.getTokenInfo(true))
    assert.equal(await devnet.faults.revoke(session.did), 0)
  })

  test('drop the reply with the first tokens of a sign-in', async ({ assert }) => {
    const callback = await allow()
    const fault = devnet.faults.loseNextTokenReply()

    await assert.rejects(() => client.callback(callback))

    assert.equal(fault.hits, 1)
  })

  test('tell a refresh from a first token request', async ({ assert }) => {
    const refreshes = devnet.faults.watch('refresh')
    const tokens = devnet.faults.watch('token')
    const session = await signIn()
    assert.equal(refreshes.hits, 0)

    await session.getTokenInfo(true)

    assert.deepEqual(
      refreshes.statuses.filter((status) => status === 200),
      [200]
    )
    assert.equal(tokens.statuses.filter((status) => status === 200).length, 2)
  })

  test('refuse access tokens until the fault ends', async ({ assert }) => {
    const session = await signIn()
    const refreshes = devnet.faults.watch('refresh')
    const fault = devnet.faults.refuseAccessTokens({ times: 1 })

    const response = await session.fetchHandler(GET_SESSION)

    assert.equal(response.status, 200)
    assert.equal(fault.hits, 1)
    assert.include(refreshes.statuses, 200)
  })

  test('refuse a client at the {$self} endpoint')
    .with(['par', 'token'] as const)
    .run(async ({ assert }, on) => {
      const session = await signIn()
      const fault = devnet.faults.refuseClient('invalid_client_metadata', { on })
      const ask = () => (on === 'par' ? client.authorize('alice.test') : session.getTokenInfo(true))

      await assert.rejects(() => ask())

      assert.isAbove(fault.hits, 0)
    })

  test('revoke every grant of one account', async ({ assert }) => {
    const session = await signIn()
    assert.equal(await devnet.faults.revoke(bob), 0)
    await session.getTokenInfo(true)

    assert.equal(await devnet.faults.revoke(alice), 1)

    await assert.rejects(() => session.getTokenInfo(true))
    assert.equal(await devnet.faults.revoke(alice), 0)
  })
})
