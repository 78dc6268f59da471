import { join } from 'node:path'
import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { startTcpProxy } from '@tests/support/tcp_proxy'
import { startTcpServer } from '@tests/support/tcp_server'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import Sqlite from 'better-sqlite3'
import { type Devnet, startDevnet } from '../../index.js'
import { startTap } from '../../src/tap/start_tap.js'
import type { TapOptions } from '../../src/tap/types.js'
import { ChannelClient } from '../conformance/channel_client.js'
import { STATUS, status, useNetwork } from '../conformance/network.js'
import { devnetFor } from '../helpers.js'

const NOBODY = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

async function tapFor(context: TestContext, devnet: Devnet, options: Partial<TapOptions> = {}) {
  const tap = await startTap({ pdsUrl: devnet.pds.url, plcUrl: devnet.plc.url, ...options })
  context.cleanup(() => tap.close())
  const client = await ChannelClient.connect(tap.url)
  context.cleanup(() => client.close())
  return { tap, client }
}

async function add(tap: { url: string }, ...dids: string[]): Promise<void> {
  await fetch(`${tap.url}/repos/add`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dids }),
  })
}

async function info(tap: { url: string }, did: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${tap.url}/info/${did}`)
  return (await response.json()) as Record<string, unknown>
}

async function stat(tap: { url: string }, name: string): Promise<Record<string, number>> {
  const response = await fetch(`${tap.url}/stats/${name}`)
  return (await response.json()) as Record<string, number>
}

test.group('Tap | outages', (group) => {
  const network = useNetwork(group)

  test('continue at the cursor when the PDS is started again', async (context) => {
    const devnet = await devnetFor(context, { accounts: ['alice'] })
    const [alice] = devnet.accounts
    const { tap, client } = await tapFor(context, devnet)
    await add(tap, alice.did)
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await client.record('a1')

    await devnet.pds.stop()
    await devnet.pds.start()
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })

    const { record } = await client.record('a2')
    context.assert.isTrue(record!.live)
    context.assert.deepEqual(client.rkeys, ['a1', 'a2'])
  })

  test('read everything again when the PDS starts over with empty data', async (context) => {
    const dataDir = await tempFolder()
    const log: string[] = []
    const before = await startDevnet({ tap: false })
    const first = await tapFor(context, before, { dataDir })
    await add(first.tap, ...before.accounts.map((account) => account.did))
    const [alice] = before.accounts
    for (let index = 0; index < 30; index++) {
      await alice!.createRecord(STATUS, status('1'), { rkey: `old-${index}` })
    }
    await first.client.count(30)
    await first.tap.close()
    await before.close()

    const after = await devnetFor(context)
    const { tap, client } = await tapFor(context, after, {
      dataDir,
      log: (line) => log.push(line),
    })
    const [bob] = after.accounts
    await until(() => /^firehose: .*Cursor in the future\.$/m.test(log.join('\n')))
    await add(tap, bob!.did)
    await until(async () => (await info(tap, bob!.did)).state === 'active')
    await bob!.createRecord(STATUS, status('2'), { rkey: 'new' })

    const { record } = await client.record('new')
    context.assert.isTrue(record!.live)
  })

  test('compare every repo with its PDS when the cursor is outdated', async (context) => {
    const dataDir = await tempFolder()
    const alice = await network.devnet.createAccount()
    await alice.createRecord(STATUS, status('1'), { rkey: 'same' })
    await alice.createRecord(STATUS, status('1'), { rkey: 'changed' })
    const { tap } = await tapFor(context, network.devnet, { dataDir })
    await add(tap, alice.did)
    await until(async () => (await info(tap, alice.did)).state === 'active')
    await tap.close()

    await alice.putRecord(STATUS, 'changed', status('2'))
    await alice.createRecord(STATUS, status('2'), { rkey: 'new' })
    // Moves the cursor past events, as if the PDS had deleted them after a day.
    const database = new Sqlite(join(dataDir, 'tap.sqlite'))
    database.exec('DELETE FROM outbox')
    database
      .prepare('UPDATE cursor SET seq = ?, saved_at = ?')
      .run(await network.devnet.pds.lastSequence(), Date.now() - 13 * 60 * 60 * 1000)
    database.close()
    const { client } = await tapFor(context, network.devnet, { dataDir })
    await client.count(2)

    context.assert.deepEqual(
      client.records.map(({ live, action, rkey }) => ({ live, action, rkey })),
      [
        { live: false, action: 'update', rkey: 'changed' },
        { live: false, action: 'create', rkey: 'new' },
      ]
    )
  })

  test('send nothing into a connection that closes after its last ack', async (context) => {
    const alice = await network.devnet.createAccount()
    const { tap, client } = await tapFor(context, network.devnet)
    client.hold('a1')
    await add(tap, alice.did)
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })
    const { id } = await client.record('a1')
    await until(async () => (await stat(tap, 'outbox-buffer')).outbox_buffer === 3)

    client.ack(id)
    client.socket.close()
    const heir = await ChannelClient.connect(tap.url)
    context.cleanup(() => heir.close())

    await heir.record('a2')
    context.assert.notInclude(client.rkeys, 'a2')
  })

  test('reconnect when the firehose is closed cleanly', async (context) => {
    const proxy = await startTcpProxy(network.devnet.pds.port)
    const alice = await network.devnet.createAccount()
    const { tap, client } = await tapFor(context, network.devnet, { pdsUrl: proxy.url })
    await add(tap, alice.did)
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })
    await client.record('a1')

    proxy.closeWebSockets(1000)
    await alice.createRecord(STATUS, status('2'), { rkey: 'a2' })

    await client.record('a2')
    context.assert.lengthOf(proxy.webSockets, 2)
  })

  test('backfill a repo again when a commit cannot be verified', async (context) => {
    const dataDir = await tempFolder()
    const alice = await network.devnet.createAccount()
    const first = await tapFor(context, network.devnet, { dataDir })
    await add(first.tap, alice.did)
    await until(async () => (await info(first.tap, alice.did)).state === 'active')
    await first.tap.close()

    // The keys are in the PLC directory, which is stopped.
    const { tap } = await tapFor(context, network.devnet, { dataDir, plcUrl: 'http://127.0.0.1:1' })
    await alice.createRecord(STATUS, status('1'), { rkey: 'a1' })

    await until(async () => (await info(tap, alice.did)).state === 'error')
  })

  test('name the PLC directory that does not respond', async (context) => {
    const plcUrl = 'http://127.0.0.1:1'
    const { tap } = await tapFor(context, network.devnet, { plcUrl })

    await add(tap, NOBODY)
    await until(async () => (await info(tap, NOBODY)).state === 'error')

    const { error } = await info(tap, NOBODY)
    context.assert.equal(
      error,
      `failed to resolve DID: DID resolution failed: ${plcUrl}: fetch failed`
    )
    const resolved = await fetch(`${tap.url}/resolve/${NOBODY}`)
    context.assert.equal(resolved.status, 500)
  })

  test('log the response of the PDS when it is not a repo', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.deactivate()
    const log: string[] = []
    const { tap } = await tapFor(context, network.devnet, { log: (line) => log.push(line) })

    await add(tap, alice.did)
    await until(async () => (await info(tap, alice.did)).state === 'error')

    const { error, retries } = await info(tap, alice.did)
    context.assert.equal(
      error,
      `failed to get repo: 400: {"error":"RepoDeactivated","message":"Repo has been deactivated: ${alice.did}"}`
    )
    context.assert.equal(retries, 1)
    context.assert.deepEqual(log, [`backfill: ${alice.did} is read again later: ${error}`])
  })

  test('close at once while PDS, PLC directory and webhook do not respond', async (context) => {
    const { url: silent } = await startTcpServer(() => {})
    const alice = await network.devnet.createAccount()
    const hung = await startTap({ pdsUrl: silent, plcUrl: silent, signalCollection: STATUS })
    const posting = await startTap({
      pdsUrl: network.devnet.pds.url,
      plcUrl: network.devnet.plc.url,
      webhookUrl: silent,
    })
    await add(hung, alice.did)
    await add(posting, alice.did)
    await until(async () => (await info(posting, alice.did)).state === 'active')
    const question = fetch(`${hung.url}/resolve/${alice.did}`).catch(() => 'cut off')

    await hung.close()
    await posting.close()

    context.assert.equal(await question, 'cut off')
  }).timeout(5000)
})

test.group('Tap | handles', (group) => {
  const network = useNetwork(group)

  test('send handle.invalid for every handle when verifyHandles is false', async (context) => {
    const alice = await network.devnet.createAccount()
    const { tap, client } = await tapFor(context, network.devnet, { verifyHandles: false })

    await add(tap, alice.did)
    await until(() => client.identities.length === 1)

    context.assert.equal(client.identities[0]!.handle, 'handle.invalid')
  })

  test('send handle.invalid for a handle that the PDS does not resolve', async (context) => {
    const alice = await network.devnet.createAccount()
    await alice.deactivate()
    const { tap, client } = await tapFor(context, network.devnet)

    await add(tap, alice.did)
    await until(() => client.identities.length === 1)

    context.assert.equal(client.identities[0]!.handle, 'handle.invalid')
  })
})
