import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { createApp, networkOf, shareDevnet } from './helpers.js'

test.group('Identity', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))

  const start = async () => {
    const { oauth } = await createApp({ config: { network: networkOf(devnet) } })
    return oauth
  }

  test('resolve a handle and a DID with one request each', async ({ assert }) => {
    const { identity } = await start()
    const [alice] = devnet.accounts
    const expected = {
      did: alice.did,
      handle: 'alice.test',
      handleStatus: 'verified',
      pds: devnet.pds.url,
    }
    const documents = devnet.faults.watch('didDocument')

    const [first, second] = await Promise.all([
      identity.resolve(alice.did),
      identity.resolve(alice.did),
    ])
    assert.deepEqual(first, expected)
    assert.deepEqual(second, expected)
    assert.deepEqual(await identity.resolve('@Alice.test'), expected)
    assert.equal(documents.hits, 1)
  })

  test('return null when the account does not exist', async ({ assert }) => {
    const { identity } = await start()
    for (const input of [
      'nobody.test',
      'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
      'x',
      'https://a.example',
    ]) {
      assert.isNull(await identity.resolve(input), input)
    }
  })

  test('return no handle that is verified in one direction only', async ({ assert }) => {
    const { identity } = await start()
    const [alice, bob] = devnet.accounts
    devnet.faults.moveHandle('alice.test', bob)
    assert.isNull(await identity.resolve('alice.test'))
    const account = await identity.resolve(alice.did)
    assert.isNull(account!.handle)
    assert.equal(account!.handleStatus, 'invalid')
  })

  test('distinguish a handle that can not be checked from none, and check it again next time', async ({
    assert,
  }) => {
    const { identity } = await start()
    const [alice] = devnet.accounts
    const down = devnet.faults.respond(503, {}, { on: 'resolveHandle' })
    const account = await identity.resolve(alice.did)
    assert.isNull(account!.handle)
    assert.equal(account!.handleStatus, 'unavailable')

    await down.restore()
    assert.equal((await identity.resolve(alice.did))!.handleStatus, 'verified')
  })

  test('throw when the handle of an account that is found by it can not be checked', async ({
    assert,
  }) => {
    let isDown = false
    const [alice] = devnet.accounts
    const { oauth } = await createApp({
      config: {
        network: {
          ...networkOf(devnet),
          handleResolver: {
            async resolve() {
              if (isDown) throw new Error('No name server responds')
              isDown = true
              return alice.did as `did:plc:${string}`
            },
          },
        },
      },
    })
    const error = await oauth.identity.resolve('alice.test').catch((reason) => reason)
    assert.equal(error.code, 'E_ATPROTO_IDENTITY_UNAVAILABLE')
  })

  test('forget an account', async ({ assert }) => {
    const { identity } = await start()
    const carol = await devnet.createAccount({ handle: 'carol1' })
    assert.equal((await identity.resolve(carol.did))!.handle, 'carol1.test')
    await carol.changeHandle('carol2')
    assert.equal((await identity.resolve(carol.did))!.handle, 'carol1.test')

    identity.forget(carol.did)
    assert.equal((await identity.resolve(carol.did))!.handle, 'carol2.test')
    assert.isNull(await identity.resolve('carol1.test'))
  })

  test('throw when no server responds, and do not cache that', async ({ assert }) => {
    const { identity } = await start()
    const [alice] = devnet.accounts
    const down = devnet.faults.serverDown('plc')
    const error = await identity.resolve(alice.did).catch((reason) => reason)
    assert.equal(error.code, 'E_ATPROTO_IDENTITY_UNAVAILABLE')
    await down.restore()
    assert.equal((await identity.resolve(alice.did))!.handle, 'alice.test')
  })

  test('read the records of any account without a sign-in', async ({ assert }) => {
    const oauth = await start()
    const [alice] = devnet.accounts
    const note = l.record('tid', 'com.example.note', l.object({ text: l.string() }))
    await alice.createRecord(note.$type, { text: 'Hello' })

    const client = await oauth.publicClient('alice.test')
    assert.equal(client.did, alice.did)
    const { records } = await client.list(note)
    assert.equal((records[0].value as any).text, 'Hello')

    const error = await oauth.publicClient('nobody.test').catch((reason) => reason)
    assert.equal(error.code, 'E_ATPROTO_IDENTITY_NOT_FOUND')
  })
})
