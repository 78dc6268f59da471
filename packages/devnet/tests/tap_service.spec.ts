import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { isFree } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import WebSocket from 'ws'
import type { Devnet } from '../index.js'
import { devnetFor } from './helpers.js'

const STATUS = 'xyz.statusphere.status'

/** Returns a function that resolves with the next status that arrives. Each one is acked. */
function statusesOf(context: TestContext, devnet: Devnet): () => Promise<string> {
  const statuses = follow(devnet)
  context.cleanup(() => void statuses.return(undefined))
  return async () => {
    const { value } = await statuses.next()
    return value
  }
}

async function* follow(devnet: Devnet): AsyncGenerator<string> {
  const arrived: string[] = []
  let wake = () => {}
  const socket = new WebSocket(`${devnet.tap.url.replace('http', 'ws')}/channel`, {
    auth: `admin:${devnet.tap.adminPassword}`,
  })
  socket.on('message', (data) => {
    const event = JSON.parse(data.toString())
    socket.send(JSON.stringify({ type: 'ack', id: event.id }))
    if (event.type === 'record') arrived.push(event.record.record.status)
    wake()
  })
  try {
    for (;;) {
      while (arrived.length > 0) yield arrived.shift()!
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    socket.terminate()
  }
}

async function ask(devnet: Devnet, path: string, body?: object) {
  const credentials = Buffer.from(`admin:${devnet.tap.adminPassword}`).toString('base64')
  const response = await fetch(devnet.tap.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { 'authorization': `Basic ${credentials}`, 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : undefined,
  })
  const text = await response.text()
  return text && JSON.parse(text)
}

test.group('Tap in the network', () => {
  test('send the existing records, and those that are written later', async (context) => {
    const devnet = await devnetFor(context, {
      accounts: ['alice', 'bob'],
      tap: { signalCollection: STATUS, collectionFilters: [STATUS] },
    })
    const [alice, bob] = devnet.accounts
    await alice.createRecord(STATUS, { status: '👍' })
    const nextStatus = statusesOf(context, devnet)

    context.assert.equal(await nextStatus(), '👍')
    await bob.createRecord(STATUS, { status: '🦋' })
    context.assert.equal(await nextStatus(), '🦋')
  })

  test('require the password "devnet" unless another one is set', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: {} })

    context.assert.equal(devnet.tap.adminPassword, 'devnet')
    context.assert.deepEqual(await ask(devnet, '/health'), { status: 'ok' })
    const stranger = await fetch(`${devnet.tap.url}/health`)
    context.assert.equal(stranger.status, 401)
  })

  test('require no password when it is empty', async (context) => {
    const devnet = await devnetFor(context, { accounts: [], tap: { adminPassword: '' } })

    const stranger = await fetch(`${devnet.tap.url}/health`)
    context.assert.equal(stranger.status, 200)
  })

  test('stop and start again with the same port and repos', async (context) => {
    const devnet = await devnetFor(context, { accounts: ['alice'], tap: {} })
    const [alice] = devnet.accounts
    const { port } = devnet.tap
    await ask(devnet, '/repos/add', { dids: [alice.did] })

    await devnet.tap.stop()
    context.assert.isFalse(devnet.tap.isRunning)
    context.assert.isTrue(await isFree(port))
    await alice.createRecord(STATUS, { status: '💙' })
    await devnet.tap.start()

    context.assert.equal(devnet.tap.port, port)
    const nextStatus = statusesOf(context, devnet)
    context.assert.equal(await nextStatus(), '💙')
  })

  test('keep its state in the data folder', async (context) => {
    const dataDir = await tempFolder()
    const first = await devnetFor(context, { dataDir, accounts: ['alice'], tap: {} })
    await ask(first, '/repos/add', { dids: [first.accounts[0].did] })
    await first.close()

    const devnet = await devnetFor(context, { dataDir, accounts: ['alice'], tap: {} })

    context.assert.equal(devnet.tap.port, first.tap.port)
    context.assert.deepEqual(await ask(devnet, '/stats/repo-count'), { repo_count: 1 })
  })
})
