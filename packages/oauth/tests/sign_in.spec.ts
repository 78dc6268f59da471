import { test } from '@japa/runner'
import { startDevnet, type Devnet } from 'adonisjs-atproto-devnet'
import { createApp } from './helpers.js'

test.group('Sign in', (group) => {
  let devnet: Devnet

  group.setup(async () => {
    devnet = await startDevnet({ tap: false })
    return () => devnet.close()
  })

  const network = () => ({
    plcUrl: devnet.env.ATPROTO_PLC_URL,
    handleResolver: devnet.env.ATPROTO_HANDLE_RESOLVER,
  })

  test('sign in with a handle and write a record', async ({ assert }) => {
    const [alice] = devnet.accounts
    const { browser } = await createApp({ config: { network: network() } })
    const firefox = browser()

    const callback = await devnet.signIn(await firefox.authorize('alice.test'), alice)
    assert.deepEqual(await firefox.json(callback), {
      did: alice.did,
      handle: 'alice.test',
      state: null,
    })

    const { user } = await firefox.json('/me')
    assert.deepEqual(user, { did: alice.did, handle: 'alice.test' })

    const written = await firefox.json('/write?status=🌊')
    assert.include(written.uri, `at://${alice.did}/xyz.statusphere.status/`)
  })
})
