import { setTimeout } from 'node:timers/promises'
import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { EMOJIS } from '../src/activity/emojis.js'
import { devnetFor } from './helpers.js'

const STATUS = 'xyz.statusphere.status'

test.group('Activity', () => {
  test('post from each bot at once, and from one of them at a time later', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], activity: { interval: 20 } })
    const posted = async () => {
      const lists = await Promise.all(devnet.bots.map((bot) => bot.listRecords(STATUS)))
      return lists.flat().map(({ value }) => value.status as string)
    }

    // The test times out if they stop posting.
    let statuses = await posted()
    while (statuses.length < 8) statuses = await posted()

    context.assert.includeMembers(EMOJIS, [...new Set(statuses)])
    const handles = devnet.bots.map(({ handle }) => handle)
    context.assert.deepEqual(handles, ['robin.test', 'sasha.test', 'toni.test'])
    context.assert.lengthOf(devnet.accounts, 0)
  })

  test('offer 26 different statuses', ({ assert }) => {
    assert.equal(new Set(EMOJIS).size, 26)
  })

  test('continue after an outage of the PDS, and pass the error to onError', async (context) => {
    let tell = (_: unknown) => {}
    const failed = new Promise((resolve) => {
      tell = resolve
    })
    const activity = { interval: 20, onError: (error: unknown) => tell(error) }
    const devnet = await devnetFor(context, { accounts: [], activity })

    await devnet.pds.stop()
    const error = await failed
    await devnet.pds.start()

    context.assert.instanceOf(error, Error)
    const [bot] = devnet.bots
    const before = await bot.listRecords(STATUS)
    for (;;) {
      const after = await bot.listRecords(STATUS)
      if (after.length > before.length) break
    }
  })

  test('stop posting when the network closes', async (context) => {
    const failures: unknown[] = []
    const activity = { interval: 1, onError: (error: unknown) => failures.push(error) }
    const devnet = await devnetFor(context, { accounts: [], activity })

    await devnet.close()
    // A bot that is still posting would have failed by now.
    await setTimeout(100)

    context.assert.deepEqual(failures, [])
  })

  test('keep the bots in the data folder, and out of the list of accounts', async (context) => {
    const dataDir = await tempFolder()
    const first = await devnetFor(context, { dataDir, accounts: ['alice'], activity: true })
    await first.close()

    const devnet = await devnetFor(context, { dataDir, accounts: ['alice'], activity: true })

    context.assert.deepEqual(
      devnet.bots.map(({ did }) => did),
      first.bots.map(({ did }) => did)
    )
    context.assert.lengthOf(devnet.accounts, 1)
  })
})
