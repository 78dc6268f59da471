import { once } from 'node:events'
import { join } from 'node:path'
import { sequencer } from '@atproto/pds'
import { test } from '@japa/runner'
import { isFree } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import WebSocket from 'ws'
import { pollAfterWrites } from '../src/pds/poll_after_writes.js'
import { devnetFor } from './helpers.js'

const STATUS = 'xyz.statusphere.status'

test.group('PDS', () => {
  test('keep port and accounts when stopped and started', async (context) => {
    const devnet = await devnetFor(context, { accounts: ['alice'] })
    const [alice] = devnet.accounts
    const { uri } = await alice.createRecord(STATUS, { status: '👍' })

    await devnet.pds.stop()
    context.assert.isFalse(devnet.pds.isRunning)
    context.assert.isTrue(await isFree(devnet.pds.port))
    await context.assert.rejects(() => alice.listRecords(STATUS), 'The PDS is stopped')
    await devnet.pds.start()

    const [record] = await alice.listRecords(STATUS)
    context.assert.equal(record.uri, uri)
  })

  test('close a network whose PDS is stopped', async (context) => {
    const devnet = await devnetFor(context, { accounts: [] })
    await devnet.pds.stop()
    await devnet.close()

    context.assert.isTrue(await isFree(devnet.plc.port))
  })

  test('send a write to subscribers at once after a pause', async (context) => {
    const devnet = await devnetFor(context, { accounts: ['alice'] })
    const url = devnet.pds.url.replace('http', 'ws')
    const socket = new WebSocket(`${url}/xrpc/com.atproto.sync.subscribeRepos`)
    context.cleanup(() => socket.terminate())
    await once(socket, 'open')

    const arrived = once(socket, 'message')
    await devnet.accounts[0].createRecord(STATUS, { status: '👍' })
    const [frame] = await arrived

    context.assert.include(frame.toString('latin1'), devnet.accounts[0].did)
  })

  test('poll after each write, however long the pause before it', async (context) => {
    const path = join(await tempFolder(), 'sequencer.sqlite')
    const idle = new sequencer.Sequencer(path, { notifyOfUpdate() {} } as never)
    context.cleanup(async () => {
      await idle.destroy()
      await idle.db.db.destroy()
    })
    let polls = 0
    const poll = idle.requestSeqRange.bind(idle)
    idle.requestSeqRange = (range) => {
      polls++
      return poll(range)
    }
    // Longer than this test may take.
    pollAfterWrites(idle, 3_600_000)
    await idle.start()

    for (const seq of [1, 2, 3]) {
      const emitted = once(idle, 'events')
      await idle.sequenceIdentity('did:plc:ewvi7nxzyoun6zhxrhs64oiz', 'alice.test')
      const [[event]] = await emitted
      context.assert.equal(event.seq, seq)
    }
    context.assert.isBelow(polls, 12)
  }).timeout(60_000)

  test('list the repos of a collection, page by page', async (context) => {
    const devnet = await devnetFor(context)
    const [alice, bob, carla] = devnet.accounts
    await alice.createRecord(STATUS, { status: '👍' })
    await alice.createRecord('app.bsky.feed.post', {
      text: 'hi',
      createdAt: new Date().toISOString(),
    })
    await bob.createRecord(STATUS, { status: '👍' })
    await carla.createRecord(STATUS, { status: '👍' })
    await carla.deactivate()

    const list = (query: string) => {
      const nsid = 'com.atproto.sync.listReposByCollection'
      return fetch(`${devnet.pds.url}/xrpc/${nsid}?${query}`).then(
        (response) => response.json() as Promise<any>
      )
    }

    const [first, second] = [alice.did, bob.did].sort()
    context.assert.deepEqual(await list(`collection=${STATUS}`), {
      repos: [{ did: first }, { did: second }],
    })
    const page = await list(`collection=${STATUS}&limit=1`)
    context.assert.deepEqual(page, { repos: [{ did: first }], cursor: first })
    context.assert.deepEqual(await list(`collection=${STATUS}&limit=1&cursor=${page.cursor}`), {
      repos: [{ did: second }],
      cursor: second,
    })
    context.assert.deepEqual(await list('collection=com.example.none'), { repos: [] })
    context.assert.deepEqual(await list('limit=1'), {
      error: 'InvalidRequest',
      message: 'collection is missing',
    })
    context.assert.deepEqual(await list(`collection=${STATUS}&limit=none`), {
      error: 'InvalidRequest',
      message: 'limit must be 1 to 2000',
    })
  })
})
