import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { isFree, takePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import WebSocket from 'ws'
import { startDevnet } from '../index.js'
import { devnetFor, getJson, runNode } from './helpers.js'

const FIXTURE = join(import.meta.dirname, 'fixtures/start_and_close.ts')
/** An address by which other machines reach this one. */
const OUTSIDE = Object.values(networkInterfaces())
  .flat()
  .find((address) => address && !address.internal && address.family === 'IPv4')?.address

test.group('Start and close', () => {
  test('register the accounts with the PLC directory', async (context) => {
    const devnet = await devnetFor(context)

    context.assert.deepEqual(
      devnet.accounts.map(({ handle, password, email }) => ({ handle, password, email })),
      [
        { handle: 'alice.test', password: 'alice-password', email: 'alice@example.com' },
        { handle: 'bob.test', password: 'bob-password', email: 'bob@example.com' },
        { handle: 'carla.test', password: 'carla-password', email: 'carla@example.com' },
      ]
    )
    for (const { did, handle } of devnet.accounts) {
      const document = await getJson(`${devnet.plc.url}/${did}`)
      context.assert.deepEqual(document.alsoKnownAs, [`at://${handle}`])
      context.assert.equal(document.service[0].serviceEndpoint, devnet.pds.url)
    }
  })

  test('return the environment variables for the app', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: { adminPassword: 'guess' } })

    context.assert.deepEqual(devnet.env, {
      ATPROTO_PLC_URL: devnet.plc.url,
      ATPROTO_PDS_URL: devnet.pds.url,
      ATPROTO_HANDLE_RESOLVER: devnet.pds.url,
      TAP_URL: devnet.tap.url,
      TAP_ADMIN_PASSWORD: 'guess',
    })
  })

  test('run without a Tap server', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: false })

    context.assert.notProperty(devnet.env, 'TAP_URL')
    context.assert.throws(() => devnet.tap, 'This devnet runs without a Tap server')
  })

  test('release handles, files and ports when closed, and print nothing', async (context) => {
    const temporary = await tempFolder()

    const child = runNode([FIXTURE], { TMPDIR: temporary })
    const { exitCode } = await child.ended

    context.assert.equal(exitCode, 0, child.output)
    const lines = child.output.trim().split('\n')
    context.assert.lengthOf(lines, 1)
    const { ports, databases } = JSON.parse(lines[0])
    context.assert.deepEqual(databases, [])
    for (const port of ports) context.assert.isTrue(await isFree(port), `port ${port}`)
    const left = await readdir(temporary)
    context.assert.deepEqual(
      left.filter((name) => name.startsWith('atproto-devnet-')),
      []
    )
  })

  test('ignore a second close', async ({ assert }) => {
    const devnet = await startDevnet({ tap: false, accounts: [] })
    await Promise.all([devnet.close(), devnet.close()])
    await devnet.close()

    assert.isTrue(await isFree(devnet.pds.port))
  })

  test('close while others are connected', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: {} })
    const firehose = `${devnet.pds.url}/xrpc/com.atproto.sync.subscribeRepos`
    const channel = `${devnet.tap.url}/channel`
    const sockets = [
      new WebSocket(firehose.replace('http', 'ws')),
      new WebSocket(channel.replace('http', 'ws'), { auth: 'admin:devnet' }),
    ]
    await Promise.all(sockets.map((socket) => once(socket, 'open')))
    const closed = Promise.all(sockets.map((socket) => once(socket, 'close')))

    await devnet.close()

    await closed
    context.assert.isTrue(await isFree(devnet.tap.port))
  })

  test('close at the end of an "await using" block', async ({ assert }) => {
    let port: number
    {
      await using devnet = await startDevnet({ tap: false, accounts: [] })
      port = devnet.plc.port
      assert.isFalse(await isFree(port))
    }
    assert.isTrue(await isFree(port))
  })

  test('run two networks side by side', async (context) => {
    const [one, other] = await Promise.all([devnetFor(context), devnetFor(context)])
    await one.accounts[0].createRecord('xyz.statusphere.status', { status: '👍' })

    context.assert.lengthOf(await one.accounts[0].listRecords('xyz.statusphere.status'), 1)
    context.assert.lengthOf(await other.accounts[0].listRecords('xyz.statusphere.status'), 0)
    const elsewhere = await fetch(`${other.plc.url}/${one.accounts[0].did}`)
    context.assert.equal(elsewhere.status, 404)
  })

  test('listen on loopback only', async (context) => {
    const devnet = await devnetFor(context, { accounts: [] })
    for (const port of [devnet.plc.port, devnet.pds.port]) {
      await context.assert.rejects(() => fetch(`http://${OUTSIDE}:${port}`), 'fetch failed')
    }
  }).skip(!OUTSIDE, 'this machine has no address besides loopback')

  test('throw when a port is in use, and stop what was started', async (context) => {
    const plc = await takePort()
    const pds = await takePort()
    const dataDir = await tempFolder()

    await context.assert.rejects(
      () => startDevnet({ tap: false, dataDir, ports: { plc } }),
      `Cannot start the PLC directory: port ${plc} is in use`
    )
    await context.assert.rejects(
      () => startDevnet({ tap: false, dataDir, ports: { pds } }),
      `Cannot start the PDS: port ${pds} is in use`
    )
    await devnetFor(context, { dataDir, accounts: [] })
  })
})
