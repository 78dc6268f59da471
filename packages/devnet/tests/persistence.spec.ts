import { existsSync } from 'node:fs'
import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { test } from '@japa/runner'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { WebSocket } from 'ws'
import { startDevnet } from '../index.js'
import { openFailure } from '../src/state/data_dir.js'
import { devnetFor, getJson, oauthClient, runDevnet, runNode } from './helpers.js'

const KEEP_RUNNING = join(import.meta.dirname, 'fixtures/keep_running.ts')
const STATUS = 'xyz.statusphere.status'

test.group('A data folder', () => {
  test('restore everything after kill -9', async (context) => {
    const dataDir = await tempFolder()
    const child = runNode([KEEP_RUNNING, dataDir])
    const [line] = await child.match(/^\{.*\}$/m)
    const before = JSON.parse(line)
    await child.kill('SIGKILL')

    const devnet = await devnetFor(context, { dataDir })

    const [alice, bob, carla, dora] = devnet.accounts
    context.assert.deepEqual(
      { plc: devnet.plc.port, pds: devnet.pds.port, dids: [alice.did, bob.did, dora.did] },
      { plc: before.plc, pds: before.pds, dids: before.dids }
    )
    context.assert.deepEqual(
      [alice.handle, bob.handle, carla.handle, dora.handle],
      ['alice.test', 'robert.test', 'carla.test', 'dora.test']
    )
    const [record] = await alice.listRecords(STATUS)
    context.assert.equal(record.uri, before.uri)

    const client = oauthClient(devnet)
    const callback = await devnet.signIn(await client.authorize('robert.test'), bob)
    const { session } = await client.callback(callback.searchParams)
    context.assert.equal(session.did, bob.did)
  })

  test('send no write of which a kill left the event only', async (context) => {
    const [dataDir, kept] = [await tempFolder(), await tempFolder()]
    const repos = join(dataDir, 'pds/actors')
    const write = async () => {
      const devnet = await devnetFor(context, { dataDir })
      const { uri } = await devnet.accounts[0].createRecord(STATUS, { status: '👍' })
      return { devnet, path: uri.split('/').slice(-2).join('/') }
    }
    const before = await write()
    await before.devnet.close()
    await cp(repos, kept, { recursive: true })
    const interrupted = await write()
    await interrupted.devnet.close()
    await rm(repos, { recursive: true })
    await cp(kept, repos, { recursive: true })

    const { devnet, path } = await write()

    let received = ''
    const firehose = devnet.pds.url.replace('http', 'ws')
    const socket = new WebSocket(`${firehose}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`)
    context.cleanup(() => socket.terminate())
    socket.on('message', (frame) => (received += frame.toString('latin1')))
    await until(() => received.includes(path))
    context.assert.include(received, before.path)
    context.assert.notInclude(received, interrupted.path)
  })

  for (const written of ['devnet.sqlite', 'pds/account.sqlite', 'pds/actors', 'tap']) {
    test(`start after a kill -9 during the first start, once there was ${written}`, async (context) => {
      const dataDir = await tempFolder()
      const child = runDevnet({ dataDir })
      while (!existsSync(join(dataDir, written))) await setTimeout(2)
      await child.kill('SIGKILL')

      const devnet = await devnetFor(context, { dataDir })

      context.assert.deepEqual(
        devnet.accounts.map(({ handle }) => handle),
        ['alice.test', 'bob.test', 'carla.test']
      )
      for (const account of devnet.accounts) {
        await account.createRecord(STATUS, { status: '👍' })
        const document = await getJson(`${devnet.plc.url}/${account.did}`)
        context.assert.equal(document.service[0].serviceEndpoint, devnet.pds.url)
      }
    })
  }

  test('refuse a second devnet while the first one runs', async (context) => {
    const dataDir = await tempFolder()
    await devnetFor(context, { dataDir, accounts: [] })

    await context.assert.rejects(
      () => startDevnet({ tap: false, dataDir }),
      `The data folder ${dataDir} is in use by another devnet`
    )
  })

  test('throw when the PDS port differs from that of the kept accounts', async (context) => {
    const dataDir = await tempFolder()
    const devnet = await startDevnet({ tap: false, dataDir, accounts: [] })
    await devnet.close()
    const asked = devnet.pds.port + 1

    await context.assert.rejects(
      () => startDevnet({ tap: false, dataDir, ports: { pds: asked } }),
      `The accounts in ${dataDir} belong to a PDS on port ${devnet.pds.port}, not ${asked}`
    )
  })

  test('refuse a folder that is a file', async (context) => {
    const file = join(await tempFolder(), 'file')
    await writeFile(file, '')

    await context.assert.rejects(
      () => startDevnet({ tap: false, dataDir: file }),
      new RegExp(`^Cannot use the data folder ${file}: EEXIST`)
    )
  })

  test('throw when a database file is not a database', async (context) => {
    const dataDir = await tempFolder()
    await writeFile(join(dataDir, 'devnet.sqlite'), 'This is a letter, not a database.'.repeat(99))

    await context.assert.rejects(
      () => startDevnet({ tap: false, dataDir }),
      `Cannot use the data folder ${dataDir}: file is not a database`
    )
  })

  test('throw different errors for a broken installation and an unusable folder', ({ assert }) => {
    const cause = new Error('The module was compiled against a different Node.js version')

    const error = openFailure('/tmp/data', Object.assign(cause, { code: 'ERR_DLOPEN_FAILED' }))

    assert.equal(error.message, `Cannot load better-sqlite3 on Node.js ${process.versions.node}`)
    assert.match(error.help, /better-sqlite3 13/)
  })

  test('update the password of a seeded account', async (context) => {
    const dataDir = await tempFolder()
    const first = await startDevnet({ tap: false, dataDir, accounts: ['alice'] })
    await first.close()

    const accounts = [{ handle: 'alice', password: 'something-new' }]
    const devnet = await devnetFor(context, { dataDir, accounts })

    const [alice] = devnet.accounts
    context.assert.equal(alice.did, first.accounts[0].did)
    context.assert.equal(alice.password, 'something-new')
    await alice.createRecord(STATUS, { status: '👍' })
  })

  test('reuse an account that signed up with the handle of a seed', async (context) => {
    const dataDir = await tempFolder()
    const first = await startDevnet({ tap: false, dataDir, accounts: [] })
    const url = await oauthClient(first).authorize(first.pds.url, { prompt: 'create' })
    await first.openBrowser().signUp(url, {
      handle: 'dora.test',
      password: 'her own password',
      email: 'dora@example.com',
    })
    await first.close()

    const devnet = await devnetFor(context, { dataDir, accounts: ['dora'] })

    const [dora] = devnet.accounts
    context.assert.equal(dora.handle, 'dora.test')
    await dora.createRecord(STATUS, { status: '👍' })
  })

  test('find an account by its original and its current handle', async (context) => {
    const dataDir = await tempFolder()
    const first = await startDevnet({ tap: false, dataDir, accounts: ['alice'] })
    await first.accounts[0].changeHandle('alicia')
    await first.close()

    for (const name of ['alice', 'alicia']) {
      const devnet = await startDevnet({ tap: false, dataDir, accounts: [name] })
      await devnet.close()
      context.assert.lengthOf(devnet.accounts, 1, name)
      context.assert.equal(devnet.accounts[0].did, first.accounts[0].did)
      context.assert.equal(devnet.accounts[0].handle, 'alicia.test')
    }
  })

  test('create a seeded account again after it was deleted', async (context) => {
    const dataDir = await tempFolder()
    const first = await startDevnet({ tap: false, dataDir, accounts: ['alice'] })
    await first.accounts[0].delete()
    await first.close()

    const devnet = await devnetFor(context, { dataDir, accounts: ['alice'] })

    context.assert.lengthOf(devnet.accounts, 1)
    context.assert.notEqual(devnet.accounts[0].did, first.accounts[0].did)
  })
})
