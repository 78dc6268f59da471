import { test } from '@japa/runner'
import { type Devnet, startDevnet } from '../../index.js'
import { getJson, oauthClient } from '../helpers.js'

test.group('Faults | identity', (group) => {
  let devnet: Devnet

  group.setup(async () => {
    devnet = await startDevnet({ tap: false })
    return () => devnet.close()
  })
  group.each.teardown(() => devnet.faults.restoreAll())

  const resolve = (did: string) => oauthClient(devnet).identityResolver.resolve(did)
  const resolveHandle = (handle: string) => {
    return getJson(`${devnet.pds.url}/xrpc/com.atproto.identity.resolveHandle?handle=${handle}`)
  }

  test('resolve a handle to another account', async ({ assert }) => {
    const [alice, bob] = devnet.accounts
    const fault = devnet.faults.moveHandle('alice', bob)

    assert.deepEqual(await resolveHandle('alice.test'), { did: bob.did })
    assert.deepEqual(await resolveHandle('bob.test'), { did: bob.did })
    assert.equal((await resolve(alice.did)).handle, 'handle.invalid')

    await fault.restore()
    assert.equal((await resolve(alice.did)).handle, 'alice.test')
  })

  test('resolve a handle to no account', async ({ assert }) => {
    const [alice] = devnet.accounts
    devnet.faults.moveHandle('alice.test', null)

    assert.equal((await resolveHandle('alice.test')).error, 'HandleNotFound')
    assert.equal((await resolve(alice.did)).handle, 'handle.invalid')
  })

  test('reply to other requests while handle resolution hangs', async ({ assert }) => {
    const fault = devnet.faults.silent({ on: 'resolveHandle' })
    const met = fault.nextHit()
    const hanging = resolveHandle('alice.test').catch((error) => error.message)
    await met

    assert.equal((await fetch(`${devnet.plc.url}/${devnet.accounts[0].did}`)).status, 200)

    await fault.restore()
    assert.equal(await hanging, 'fetch failed')
  })

  test('name another PDS in a DID document, and in no other', async ({ assert }) => {
    const [alice, bob] = devnet.accounts
    const fault = devnet.faults.movePds(alice, 'http://localhost:1/some/page')

    const pdsOf = async (did: string) => {
      const { service } = await getJson(`${devnet.plc.url}/${did}`)
      return service[0].serviceEndpoint
    }
    assert.equal(await pdsOf(alice.did), 'http://localhost:1')
    assert.equal(await pdsOf(bob.did), devnet.pds.url)
    assert.equal(fault.hits, 1)

    await fault.restore()
    assert.equal(await pdsOf(alice.did), devnet.pds.url)
  })

  test('sign an account in at its new PDS after it has moved', async (context) => {
    const { assert } = context
    const other = await startDevnet({ tap: false })
    context.cleanup(() => other.close())
    devnet.faults.movePds(devnet.accounts[0].did, other.pds.url)

    const url = await oauthClient(devnet).authorize(devnet.accounts[0].did)

    assert.equal(url.origin, other.pds.url)
  })
})
