import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { ChannelClient } from '../conformance/channel_client.js'
import { launchEmbeddedTapProcess } from '../conformance/embedded_tap.js'
import { STATUS, status, useNetwork } from '../conformance/network.js'

const WRITES = 120
const KILLS = 4

test.group('Tap | kill -9', (group) => {
  const network = useNetwork(group)

  test('lose no event and keep the order when it is killed repeatedly', async (context) => {
    const { devnet } = network
    const launch = { devnet, dataDir: await tempFolder(), options: {} }
    const accounts = [await devnet.createAccount(), await devnet.createAccount()]
    const firstSeen = new Set<string>()
    const live = async () => {
      const tap = await launchEmbeddedTapProcess(launch)
      const client = await ChannelClient.connect(tap.url)
      client.socket.on('message', () => {
        const { record } = client.events.at(-1)!
        if (record) firstSeen.add(`${record.did}/${record.rkey}`)
      })
      return tap
    }

    let tap = await live()
    context.cleanup(async () => void (await tap.end('SIGKILL')))
    await fetch(`${tap.url}/repos/add`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dids: accounts.map(({ did }) => did) }),
    })

    const written = (async () => {
      for (let index = 0; index < WRITES; index++) {
        const { did } = accounts[index % 2]!
        const rkey = String(index).padStart(3, '0')
        await accounts[index % 2]!.createRecord(STATUS, status(did), { rkey })
      }
    })()
    for (let kill = 1; kill <= KILLS; kill++) {
      const enough = (kill * WRITES) / (KILLS + 2)
      await until(
        () => firstSeen.size >= enough,
        () => `${enough} records, got ${firstSeen.size}`
      )
      await tap.end('SIGKILL')
      tap = await live()
    }
    await written
    await until(
      () => firstSeen.size === WRITES,
      () => `${WRITES} records, got ${firstSeen.size}`
    )

    for (const { did } of accounts) {
      const mine = [...firstSeen].filter((path) => path.startsWith(did))
      context.assert.deepEqual(mine, mine.toSorted())
    }
  }).timeout(120_000)
})
