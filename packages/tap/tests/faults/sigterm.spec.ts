import { createServer } from 'node:net'
import { test } from '@japa/runner'
import { freePort } from '@tests/support/ports'
import { until } from '@tests/support/until'
import { cleanup, createDatabase, runApp, startNetwork, STATUS, status } from '../helpers.js'

/** A worker of `tests/app` that handles the events of one account. */
async function setup(env: Record<string, string> = {}) {
  const network = await startNetwork()
  const database = await createDatabase()
  const worker = runApp('console', ['tap:listen'], {
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
    const port = await freePort()
    const silent = createServer()
    let connections = 0
    silent.on('connection', (socket) => {
      connections++
      socket.on('error', () => {})
      cleanup(() => socket.destroy())
    })
    silent.listen(port, '127.0.0.1')
    cleanup(() => silent.close())
    const { worker } = await setup({ TAP_URL: `http://127.0.0.1:${port}` })
    await until(() => connections > 0)
    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })
  })

  test('exit with 0 while it waits to reconnect', async ({ assert }) => {
    const { worker } = await setup({ TAP_URL: `http://127.0.0.1:${await freePort()}` })
    await worker.prints('no connection')
    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })
  })

  test('exit with 0 while an event waits for its next attempt, which it leaves unacked', async ({
    assert,
  }) => {
    const { network, database, worker } = await setup({ FAIL: 'true', ATTEMPTS: '1000' })
    await network.accounts[0]!.createRecord(STATUS, status('1'))
    await worker.prints('the indexer failed')
    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })

    const next = runApp('console', ['tap:listen'], { ...network.env, DATABASE: database.path })
    await next.prints('tap: connected')
    await network.faults.tap.restart()
    await until(() => database.statuses().length === 1)
  })

  test('exit with 0 while a dead letter can not be written, which it leaves unacked', async ({
    assert,
  }) => {
    const { network, database, worker } = await setup({
      FAIL: 'true',
      ATTEMPTS: '1',
      STORE: 'broken',
    })
    await network.accounts[0]!.createRecord(STATUS, status('1'))
    await worker.prints('dead letters cannot be stored')
    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })

    const next = runApp('console', ['tap:listen'], { ...network.env, DATABASE: database.path })
    await next.prints('tap: connected')
    await network.faults.tap.restart()
    await until(() => database.statuses().length === 1)
  })

  test('exit with 1 where the routes have the webhook', async ({ assert }) => {
    const { worker } = await setup({ BIND: 'webhook' })
    const { exitCode, output } = await worker.ended
    assert.equal(exitCode, 1)
    assert.include(output.replace(/\s+/g, ' '), 'tap.webhook()')
  })
})
