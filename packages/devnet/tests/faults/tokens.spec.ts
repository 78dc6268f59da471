import { test } from '@japa/runner'
import { devnetFor, oauthClient } from '../helpers.js'
import { signedIn } from './signed_in.js'

const GET_SESSION = '/xrpc/com.atproto.server.getSession'

test.group('Faults | tokens', () => {
  test('revoke a grant when its old refresh token is used again', async (context) => {
    const { assert } = context
    const { devnet, session } = await signedIn(context)
    const fault = devnet.faults.loseNextTokenReply()

    await assert.rejects(() => session.getTokenInfo(true))

    assert.equal(fault.hits, 1)
    await assert.rejects(() => session.getTokenInfo(true))
    assert.equal(await devnet.faults.revoke(session.did), 0)
  })

  test('drop the reply with the first tokens of a sign-in', async (context) => {
    const { assert } = context
    const devnet = await devnetFor(context, { accounts: ['alice'] })
    const [alice] = devnet.accounts
    const client = oauthClient(devnet)
    const callback = await devnet.signIn(await client.authorize('alice.test'), alice)
    const fault = devnet.faults.loseNextTokenReply()

    await assert.rejects(() => client.callback(callback.searchParams))

    assert.equal(fault.hits, 1)
  })

  test('tell a refresh from a first token request', async (context) => {
    const { assert } = context
    const devnet = await devnetFor(context, { accounts: ['alice'] })
    const refreshes = devnet.faults.watch('refresh')
    const tokens = devnet.faults.watch('token')
    const [alice] = devnet.accounts
    const client = oauthClient(devnet)
    const callback = await devnet.signIn(await client.authorize('alice.test'), alice)
    const { session } = await client.callback(callback.searchParams)
    assert.equal(refreshes.hits, 0)

    await session.getTokenInfo(true)

    assert.deepEqual(
      refreshes.statuses.filter((status) => status === 200),
      [200]
    )
    assert.equal(tokens.statuses.filter((status) => status === 200).length, 2)
  })

  test('refuse access tokens until the fault ends', async (context) => {
    const { assert } = context
    const { devnet, session } = await signedIn(context)
    const refreshes = devnet.faults.watch('refresh')
    const fault = devnet.faults.refuseAccessTokens({ times: 1 })

    const response = await session.fetchHandler(GET_SESSION)

    assert.equal(response.status, 200)
    assert.equal(fault.hits, 1)
    assert.include(refreshes.statuses, 200)
  })

  test('refuse a client at the {$self} endpoint')
    .with(['par', 'token'] as const)
    .run(async (context, on) => {
      const { assert } = context
      const { devnet, session, client } = await signedIn(context)
      const fault = devnet.faults.refuseClient('invalid_client_metadata', { on })
      const ask = () => (on === 'par' ? client.authorize('alice.test') : session.getTokenInfo(true))

      await assert.rejects(() => ask())

      assert.isAbove(fault.hits, 0)
    })

  test('revoke every grant of one account', async (context) => {
    const { assert } = context
    const { devnet, session } = await signedIn(context)
    const [alice, bob] = devnet.accounts
    assert.equal(await devnet.faults.revoke(bob), 0)
    await session.getTokenInfo(true)

    assert.equal(await devnet.faults.revoke(alice), 1)

    await assert.rejects(() => session.getTokenInfo(true))
    assert.equal(await devnet.faults.revoke(alice), 0)
  })
})
