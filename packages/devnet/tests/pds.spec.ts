import { once } from 'node:events'
import { join } from 'node:path'
import { sequencer } from '@atproto/pds'
import { test } from '@japa/runner'
import { isFree } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import WebSocket from 'ws'
import { capPollDelay } from '../src/pds/poll_delay.js'
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

  test('poll for writes often after a long pause', async (context) => {
    const path = join(await tempFolder(), 'sequencer.sqlite')
    const idle = new sequencer.Sequencer(path, {} as never)
    context.cleanup(async () => {
      await idle.destroy()
      await idle.db.db.destroy()
    })
    const looks = new Promise<void>((resolve) => {
      let count = 0
      const look = idle.requestSeqRange.bind(idle)
      idle.requestSeqRange = (range) => {
        if (++count === 100) resolve()
        return look(range)
      }
    })
    capPollDelay(idle)
    await idle.start()

    // Without the limit, as many polls would take a minute and a half.
    await looks
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
