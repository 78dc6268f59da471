import { test } from '@japa/runner'
import { startDevnet } from '../index.js'
import { oauthClient } from './helpers.js'

/** The code in the README and the guide. */
test.group('Guide', () => {
  test('start a network and write to it', async ({ assert }) => {
    // #region start
    await using devnet = await startDevnet()
    const [alice] = devnet.accounts
    const dora = await devnet.createAccount({ handle: 'dora' })

    await alice.createRecord('xyz.statusphere.status', {
      status: '🦋',
      createdAt: new Date().toISOString(),
    })
    const [newest] = await alice.listRecords('xyz.statusphere.status')
    // #endregion start

    assert.equal(newest.value.status, '🦋')
    assert.equal(dora.handle, 'dora.test')
    assert.equal(devnet.tap.url, devnet.env.TAP_URL)
  })

  test('sign in without a browser', async ({ assert }) => {
    await using devnet = await startDevnet({ tap: false })
    const client = oauthClient(devnet)
    // #region sign-in
    const [alice] = devnet.accounts
    const authorizationUrl = await client.authorize('alice.test')

    const callbackUrl = await devnet.signIn(authorizationUrl, alice)

    const { session } = await client.callback(callbackUrl.searchParams)
    // #endregion sign-in

    assert.equal(session.did, alice.did)
  })

  test('stop and start a server', async ({ assert }) => {
    await using devnet = await startDevnet()
    // #region outage
    await devnet.pds.stop()
    // … what does your app say now?
    await devnet.pds.start()
    // #endregion outage

    assert.isTrue(devnet.pds.isRunning)
  })

  test('inject faults', async ({ assert }) => {
    await using devnet = await startDevnet({ tap: false })
    const [alice, bob] = devnet.accounts
    const attempt = () => alice.createRecord('xyz.statusphere.status', { status: '🦋' })
    // #region faults
    const down = devnet.faults.serverDown()
    await assert.rejects(attempt)
    await down.restore()
    await attempt()

    {
      await using moved = devnet.faults.moveHandle('alice', bob)
      // … does your app still call her alice.test? Here it never asked:
      assert.equal(moved.hits, 0)
    }
    // #endregion faults
  })

  test('inject faults of ingestion', async ({ assert }) => {
    // #region tap-faults
    await using devnet = await startDevnet({ tap: { retryTimeout: 500 } })
    const [alice] = devnet.accounts
    const collection = 'xyz.statusphere.status'

    const before = devnet.faults.tap.snapshot()
    await alice.createRecord(collection, { status: '🦋' })
    devnet.faults.tap.closeConnections(1012)
    const lost = devnet.faults.tap.loseAcks({ times: 1 })
    await devnet.faults.tap.rewind(before)

    const { acked } = devnet.faults.tap.sendHostileEvent('deep', { account: alice, collection })
    // … your app listens; then: await acked
    // #endregion tap-faults

    assert.equal(lost.hits, 0)
    assert.instanceOf(acked, Promise)
  })
})
