import { test } from '@japa/runner'
import { connectDevnet, DevnetBrowser, errors, type RemoteDevnet } from '../index.js'
import { oauthClient, runDevnet } from './helpers.js'

const STATUS = 'xyz.statusphere.status'

test.group('A devnet in another process', () => {
  test('sign in, write and create an account', async (context) => {
    const accounts = ['alice', { handle: 'bob', password: 'a secret of bob' }]
    const child = runDevnet({ accounts })
    const [url] = await child.match(/http:\S+/)

    // #region connect
    const devnet: RemoteDevnet = await connectDevnet(url)
    const [alice] = devnet.accounts
    // #endregion connect

    context.assert.deepEqual(
      devnet.accounts.map(({ handle, password }) => [handle, password]),
      [
        ['alice.test', 'alice-password'],
        ['bob.test', 'a secret of bob'],
      ]
    )
    const client = oauthClient(devnet)
    const callback = await devnet.signIn(await client.authorize('alice.test'), alice)
    const { session } = await client.callback(callback.searchParams)
    context.assert.equal(session.did, alice.did)

    await alice.createRecord(STATUS, { status: '🦋' })
    context.assert.lengthOf(await alice.listRecords(STATUS), 1)

    const dora = await devnet.createAccount({ handle: 'dora' })
    const browser = new DevnetBrowser(devnet.pds.url)
    const doras = await browser.signIn(await client.authorize('dora.test'), dora)
    context.assert.isTrue(doras.searchParams.has('code'))
    await dora.delete()

    const { TAP_URL, TAP_ADMIN_PASSWORD } = devnet.env
    context.assert.equal(TAP_URL, devnet.tap.url)
    context.assert.equal(TAP_ADMIN_PASSWORD, 'devnet')
    context.assert.equal(devnet.env.ATPROTO_PDS_URL, url)
  })

  test('throw when no devnet responds', async ({ assert }) => {
    const error = await connectDevnet('http://127.0.0.1:1').catch((reason) => reason)

    assert.instanceOf(error, errors.DevnetUnreachableError)
    assert.match(error.message, /^No devnet responds at http:\/\/127\.0\.0\.1:1: /)
  })
})
