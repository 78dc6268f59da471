import { test } from '@japa/runner'
import { freePort } from '@tests/support/ports'
import { skipGroup } from '@tests/support/skip_group'
import { startTcpServer } from '@tests/support/tcp_server'
import { until } from '@tests/support/until'
import { createDatabase, runApp, startNetwork, STATUS, status } from '../helpers.js'
import { follow, taps } from './taps.js'

/** A worker of `tests/app` that handles the events of one account. */
async function setup(env: Record<string, string> = {}) {
  const network = await startNetwork()
  const database = await createDatabase()
  const worker = runApp('tap:listen', {
    ...network.env,
    DATABASE: database.path,
    DRAIN_MS: '500',
    ...env,
  })
  return { network, database, worker }
}

test.group('SIGTERM', (group) => {
  group.each.timeout(60_000)

  test('exit with 0 while the server does not respond to the handshake', async ({ assert }) => {
    let connections = 0
    const { url } = await startTcpServer(() => connections++)
    const { worker } = await setup({ TAP_URL: url })
    await until(() => connections > 0)
    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })
  })

  test('exit with 0 while it waits to reconnect', async ({ assert }) => {
    const { worker } = await setup({ TAP_URL: `http://127.0.0.1:${await freePort()}` })
    await worker.prints('no connection')
    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })
  })

  test('exit with 1 where the routes have the webhook', async ({ assert }) => {
    const { worker } = await setup({ BIND: 'webhook' })
    const { exitCode, output } = await worker.ended
    assert.equal(exitCode, 1)
    assert.include(output.replace(/\s+/g, ' '), 'tap.webhook()')
  })
})

interface State {
  name: string
  env: Record<string, string>
  /** What the worker prints once it is in this state, where it prints something. */
  sign?: string
  /** Whether another account writes now, whose event the worker does not read. */
  isUnread?: boolean
  exitCode: number
  /** Whether the worker still handles the event. */
  isDone?: boolean
}

/** With an event that is not handled yet. */
const STATES: State[] = [
  {
    name: 'a handler returns within drainTimeout',
    env: { HANDLER_MS: '1000', DRAIN_MS: '30000' },
    exitCode: 0,
    isDone: true,
  },
  {
    name: 'a handler outlasts drainTimeout',
    env: { HANDLER_MS: '3600000' },
    exitCode: 2,
  },
  {
    name: 'the event waits for its next attempt',
    env: { FAIL: 'true', ATTEMPTS: '1000' },
    sign: 'the indexer failed',
    exitCode: 0,
  },
  {
    name: 'its dead letter can not be written',
    env: { FAIL: 'true', ATTEMPTS: '1', STORE: 'broken' },
    sign: 'dead letters cannot be stored',
    exitCode: 0,
  },
  {
    name: 'the source is paused, with an event unread',
    env: { FAIL: 'true', ATTEMPTS: '1000', CAPACITY: '1' },
    sign: 'paused',
    isUnread: true,
    exitCode: 0,
  },
]

for (const tap of taps) {
  test.group(`SIGTERM with an event in memory, on ${tap.name}`, (group) => {
    group.each.timeout(120_000)
    skipGroup(group, tap.missing)

    test('exit, and leave unfinished events to the next worker', async ({ assert }) => {
      const server = await tap.start()
      const [alice, bob] = server.accounts
      for (const account of [alice!, bob!]) await follow(server, account)
      const database = await createDatabase()
      const start = (env: Record<string, string>) =>
        runApp('tap:listen', {
          TAP_URL: server.url,
          TAP_ADMIN_PASSWORD: server.adminPassword,
          DATABASE: database.path,
          DRAIN_MS: '500',
          ...env,
        })

      let written = 0
      for (const [index, { name, env, sign, isUnread, exitCode, isDone }] of STATES.entries()) {
        const begun = database.handled('begun').length
        const worker = start(env)
        await worker.prints('tap: connected')
        await alice!.createRecord(STATUS, status(String(index)))
        await until(() => database.handled('begun').length > begun)
        if (sign) await worker.prints(sign)
        if (isUnread) await bob!.createRecord(STATUS, status(String(index)))
        assert.include(await worker.kill('SIGTERM'), { exitCode, signal: null }, name)
        assert.lengthOf(database.statuses(), isDone ? written + 1 : written, name)

        written += isUnread ? 2 : 1
        const next = start({})
        await next.prints('tap: connected')
        await until(() => database.statuses().length === written)
        assert.include(await next.kill('SIGTERM'), { exitCode: 0, signal: null }, name)
      }
    })
  })
}
