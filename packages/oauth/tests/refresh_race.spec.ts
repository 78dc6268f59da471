import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { type DatabaseConnection, onEachDatabase } from '@tests/support/databases'
import { NodeProcess } from '@tests/support/processes'
import { until } from '@tests/support/until'
import type { Devnet } from 'adonisjs-atproto-devnet'
import { stores } from '../index.js'
import { refreshTimings } from '../src/refresh/timings.js'
import { createApp, expireAccessToken, networkOf, shareDevnet, type TestApp } from './helpers.js'

interface Results {
  results: (number | string)[]
  leases: number
}

/** The app's timeout: a token request may take three times as long, a sent lease 1 s longer. */
const TIMEOUT = 1_000

/** Another process of `app`, with the same database and the same client id. */
async function startProcess(
  { url: appUrl, dir }: TestApp,
  devnet: Devnet,
  options: { timeout?: number; database?: DatabaseConnection } = {}
) {
  const { timeout, database } = options
  const config = { appUrl, network: { ...networkOf(devnet), timeout } }
  const other = NodeProcess.forTest([
    '--import=@tests/support/typescript',
    join(import.meta.dirname, 'fixtures/use_session.ts'),
    JSON.stringify({ config, dir, database }),
  ])
  await other.message((message) => message?.ready)
  return other
}

function request(other: NodeProcess, sessionId: string, count = 1): Promise<Results> {
  const results = other.message((message) => (message?.results ? message : undefined))
  other.child.send({ sessionId, count })
  return results
}

async function signIn(app: TestApp, devnet: Devnet) {
  const browser = app.browser()
  await browser.signIn(devnet, devnet.accounts[0])
  return (await browser.json('/me')).sessionId as string
}

const refreshesOf = ({ statuses }: { statuses: readonly number[] }) =>
  statuses.filter((status) => status === 200).length

async function statusOf(app: TestApp, sessionId: string) {
  const user = await app.oauth.find(sessionId)
  const response = await user!.fetch('/xrpc/com.atproto.server.getSession')
  return response.status
}

onEachDatabase('Refresh race', (database, group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))
  group.each.timeout(120_000)

  test('refresh once, with one lease, for 4 processes with 50 requests each', async ({
    assert,
  }) => {
    const connection = await database.create()
    const app = await createApp({ config: { network: networkOf(devnet) }, database: connection })
    const sessionId = await signIn(app, devnet)
    const others = await Promise.all(
      Array.from({ length: 4 }, () => startProcess(app, devnet, { database: connection }))
    )
    await expireAccessToken(app, sessionId)
    await using watch = devnet.faults.watch('refresh')

    const messages = await Promise.all(others.map((other) => request(other, sessionId, 50)))

    const results = messages.flatMap((message) => message.results)
    assert.deepEqual([...new Set(results)], [200])
    assert.lengthOf(results, 200)
    assert.equal(
      messages.reduce((sum, { leases }) => sum + leases, 0),
      1
    )
    assert.lengthOf(
      watch.statuses.filter((status) => status === 200),
      1
    )
  })
})

test.group('Refresh race | killed process', (group) => {
  let devnet: Devnet
  shareDevnet(group, (started) => (devnet = started))
  group.each.timeout(60_000)

  test('refresh once for twenty requests of one process, on {$self}')
    .with(['Lucid', 'memory'])
    .run(async ({ assert }, store) => {
      const config = store === 'memory' ? { stores: stores.memory() } : {}
      const app = await createApp({ config: { network: networkOf(devnet), ...config } })
      const sessionId = await signIn(app, devnet)
      await expireAccessToken(app, sessionId)
      await using watch = devnet.faults.watch('refresh')

      const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(app, sessionId)))
      assert.deepEqual([...new Set(statuses)], [200])
      assert.lengthOf(
        watch.statuses.filter((status) => status === 200),
        1
      )
      await expireAccessToken(app, sessionId)
      assert.equal(await statusOf(app, sessionId), 200)
    })

  test('take over in under 6 s from a process that sent nothing', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app, devnet)
    await expireAccessToken(app, sessionId)
    const { grants } = app.oauth.config.stores
    const { id, version } = (await grants.findBySession(sessionId))!
    const { lease } = refreshTimings(30_000)
    await grants.lock(id, 'a process that was killed', lease, version)

    const startedAt = performance.now()
    assert.equal(await statusOf(app, sessionId), 200)
    assert.isBelow(performance.now() - startedAt, 6_000)
    assert.isAbove(performance.now() - startedAt, lease - 1_000)
  })

  test('take over from a killed process when its request must have ended', async ({ assert }) => {
    const app = await createApp({
      config: { network: { ...networkOf(devnet), timeout: TIMEOUT } },
    })
    const sessionId = await signIn(app, devnet)
    await expireAccessToken(app, sessionId)
    const other = await startProcess(app, devnet, { timeout: TIMEOUT })
    const silent = devnet.faults.silent({ on: 'refresh', times: 1 })
    const sent = silent.nextHit()
    other.child.send({ sessionId, count: 1 })
    await sent
    other.child.kill('SIGKILL')

    const startedAt = performance.now()
    assert.equal(await statusOf(app, sessionId), 200)
    // Not before the timeout of the request: a server that took it would end the grant.
    assert.isAbove(performance.now() - startedAt, TIMEOUT * 3)
    assert.isBelow(performance.now() - startedAt, TIMEOUT * 3 + 10_000)
    await expireAccessToken(app, sessionId)
    assert.equal(await statusOf(app, sessionId), 200)
  })

  /** A process that was stopped after its refresh was sent, and before the response came. */
  async function stopAfterSending(timeout?: number) {
    const app = await createApp({ config: { network: { ...networkOf(devnet), timeout } } })
    const sessionId = await signIn(app, devnet)
    const other = await startProcess(app, devnet, { timeout })
    // With a nonce of the server, so that one request is all it takes.
    await request(other, sessionId)
    await expireAccessToken(app, sessionId)
    const held = devnet.faults.hold({ on: 'refresh', times: 1 })
    const watch = devnet.faults.watch('refresh')
    const hit = held.nextHit()
    const late = request(other, sessionId)
    await hit
    other.child.kill('SIGSTOP')
    await held.restore()
    return { app, sessionId, other, watch, late }
  }

  test('store the tokens of a process that stalls after it sent', async ({ assert }) => {
    const { app, sessionId, other, watch, late } = await stopAfterSending()
    const waiting = statusOf(app, sessionId)
    await until(() => refreshesOf(watch) === 1)

    other.child.kill('SIGCONT')
    assert.equal(await waiting, 200)
    assert.deepEqual((await late).results, [200])
    assert.equal(refreshesOf(watch), 1)
    await expireAccessToken(app, sessionId)
    assert.equal(await statusOf(app, sessionId), 200)
  })

  test('store the tokens that came while the process was stopped for longer than the timeout', async ({
    assert,
  }) => {
    const { app, sessionId, other, watch, late } = await stopAfterSending(TIMEOUT)
    await until(() => refreshesOf(watch) === 1)
    await sleep(TIMEOUT * 3 + 200)

    other.child.kill('SIGCONT')
    assert.deepEqual((await late).results, [200])
    assert.equal(refreshesOf(watch), 1)
    await expireAccessToken(app, sessionId)
    assert.equal(await statusOf(app, sessionId), 200)
  })

  test('end the session as interrupted when the killed process got new tokens', async ({
    assert,
  }) => {
    const app = await createApp({
      config: { network: { ...networkOf(devnet), timeout: TIMEOUT } },
    })
    const sessionId = await signIn(app, devnet)
    await expireAccessToken(app, sessionId)
    const other = await startProcess(app, devnet, { timeout: TIMEOUT })
    const lost = devnet.faults.loseNextTokenReply().nextHit()
    other.child.send({ sessionId, count: 1 })
    await lost
    other.child.kill('SIGKILL')

    const error = await statusOf(app, sessionId).catch((reason) => reason)
    assert.equal(error.reason, 'interrupted')
    assert.equal(
      error.message,
      "alice.test's session was lost when a connection to the server broke. Please sign in again"
    )
    assert.isNull(await app.oauth.find(sessionId))
  })

  test('read with fresh tokens while someone else holds the lease', async ({ assert }) => {
    const app = await createApp({ config: { network: networkOf(devnet) } })
    const sessionId = await signIn(app, devnet)
    const { grants } = app.oauth.config.stores
    const { id, version } = (await grants.findBySession(sessionId))!
    await grants.lock(id, 'someone else', 600_000, version)
    assert.equal(await statusOf(app, sessionId), 200)
  })
})
