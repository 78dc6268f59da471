import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { createDatabase, runApp, startNetwork, STATUS, status } from '../helpers.js'

/**
 * A network, a database, and `tests/app` to run on both.
 */
async function setup(options: object = {}) {
  const network = await startNetwork(options)
  const database = await createDatabase()
  const env = { ...network.env, DATABASE: database.path }
  const listen = (more: Record<string, string> = {}) => runApp('tap:listen', { ...env, ...more })
  const serve = (more: Record<string, string> = {}) =>
    runApp('serve', { ...env, PORT: '0', TAP_LISTEN: 'true', ...more })
  return { network, database, listen, serve }
}

/**
 * Where no terminal says how wide it is, AdonisJS 6 prints an error word by word, each on its line.
 */
const inOneLine = ({ output }: { output: string }) => output.replace(/\s+/g, ' ')

test.group('node ace tap:listen', (group) => {
  group.each.timeout(90_000)

  test('print what it listens to, index, and exit with 0 on SIGTERM', async ({ assert }) => {
    const { network, database, listen } = await setup()
    const [alice] = network.accounts
    const worker = listen()
    await worker.prints(
      `listening to ${network.tap.url} for xyz.statusphere.status, identity, 32 at a time`
    )
    const { uri } = await alice!.createRecord(STATUS, status('👍'))
    await until(() => database.statuses().length === 1)
    assert.deepInclude(database.statuses()[0], { uri, did: alice!.did, status: '👍' })
    assert.deepInclude(database.accounts()[0], { did: alice!.did, status: 'active' })

    assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })
    assert.include(worker.output, 'tap: stopped')
    assert.notInclude(worker.output, network.tap.adminPassword)
  })

  test('let a running handler write to the database after {signal}')
    .with([{ signal: 'SIGTERM' as const }, { signal: 'SIGINT' as const }])
    .run(async ({ assert }, { signal }) => {
      const { network, database, listen } = await setup()
      const [alice] = network.accounts
      const worker = listen({ HANDLER_MS: '1000' })
      await alice!.createRecord(STATUS, status('👍'))
      await until(() => database.handled('begun').length === 1)
      assert.include(await worker.kill(signal), { exitCode: 0, signal: null })
      assert.lengthOf(database.handled('done'), 1)
      assert.include(worker.output, 'tap: stopping, 1 running handler to finish')
      assert.lengthOf(database.statuses(), 1)
    })

  test('lose nothing when a worker is killed while it works', async ({ assert }) => {
    const { network, database, listen } = await setup({ retryTimeout: 1000 })
    const [alice, bob] = network.accounts
    const written: string[] = []
    for (const account of [alice!, bob!]) {
      for (let index = 0; index < 5; index++) {
        written.push((await account.createRecord(STATUS, status('👍'))).uri)
      }
    }
    const first = listen({ HANDLER_MS: '500' })
    await until(() => database.handled('begun').length > 0)
    await first.kill('SIGKILL')
    const interrupted = database
      .handled('begun')
      .filter(({ uri }) => !database.handled('done').some((done) => done.uri === uri))
    assert.isNotEmpty(interrupted)

    const second = listen()
    await until(() => database.statuses().length === written.length)
    assert.sameMembers(
      database.statuses().map(({ uri }) => uri),
      written
    )
    const live = await bob!.createRecord(STATUS, status('🎉'))
    await until(() => database.statuses().some(({ uri }) => uri === live.uri))
    assert.isTrue(
      database
        .handled('done')
        .some(({ uri, pid }) => uri === interrupted[0].uri && pid === second.child.pid)
    )
  })

  test('keep a deleted record deleted when old events come again', async ({ assert }) => {
    const { network, database, listen } = await setup()
    const [alice] = network.accounts
    const first = listen()
    const { uri } = await alice!.createRecord(STATUS, status('👍'))
    await until(() => database.statuses().length === 1)
    await alice!.deleteRecord(STATUS, uri.split('/').at(-1)!)
    const handled = (action: string) =>
      database.handled('done').filter((row) => row.action === action).length
    await until(() => handled('delete') > 0)
    const [creates, deletes] = [handled('create'), handled('delete')]
    await first.kill('SIGKILL')

    // A restarted server forgets the acks of its last seconds and sends those events again.
    await network.tap.stop()
    await network.tap.start()
    listen()
    await until(() => handled('create') > creates && handled('delete') > deletes)
    assert.lengthOf(database.statuses(), 1)
    assert.isNull(database.statuses()[0].status)
  })

  test('share the work between two workers', async ({ assert }) => {
    const { network, database, listen } = await setup()
    const workers = [listen(), listen()]
    for (const worker of workers) await worker.prints('tap: connected')
    const accounts = [...network.accounts]
    for (let index = 0; index < 30; index++) {
      await accounts[index % accounts.length]!.createRecord(STATUS, status('👍'))
    }
    await until(() => database.statuses().length === 30)
    const pids = new Set(database.handled('done').map(({ pid }) => pid))
    assert.sameMembers(
      [...pids],
      workers.map(({ child }) => child.pid)
    )
  })

  test('start before the Tap server, and wait for it', async ({ assert }) => {
    const { network, database, listen } = await setup()
    await network.tap.stop()
    const worker = listen()
    await worker.prints('no connection')
    assert.match(
      worker.output,
      /no connection to http:\S+ \(ECONNREFUSED\): start the Tap server \(in development, run .?"npx atproto-devnet.?"\), or correct TAP_URL in \.env/
    )
    await network.tap.start()
    await network.accounts[0]!.createRecord(STATUS, status('👍'))
    await until(() => database.statuses().length === 1)
  })

  test('report what is wrong with {what} and retry')
    .with([{ what: 'the password', env: { TAP_ADMIN_PASSWORD: 'simsalabim' } }])
    .run(async ({ assert }, { env }) => {
      const { listen } = await setup()
      const worker = listen(env)
      await worker.prints('the server rejected the admin password (401)')
      assert.include(await worker.kill('SIGTERM'), { exitCode: 0, signal: null })
      assert.notInclude(worker.output, 'simsalabim')
    })

  test('exit with 2 when handlers outlast drainTimeout', async ({ assert }) => {
    const { network, database, listen } = await setup()
    // Longer than this test may take.
    const worker = listen({ HANDLER_MS: '3600000', DRAIN_MS: '300' })
    await network.accounts[0]!.createRecord(STATUS, status('👍'))
    await until(() => database.handled('begun').length === 1)
    const { exitCode, output } = await worker.kill('SIGTERM')
    assert.equal(exitCode, 2)
    assert.include(output, 'tap: stopped with 1 handler still running')
  })

  test('exit with 1 when nothing is bound', async ({ assert }) => {
    const { listen } = await setup()
    const worker = listen({ BIND: 'nothing' })
    const { exitCode } = await worker.ended
    assert.equal(exitCode, 1)
    assert.include(inOneLine(worker), 'No indexer is bound, so there is nothing to listen for')
    assert.include(inOneLine(worker), 'start/tap.ts')
  })

  test('exit with 1 when the config is invalid', async ({ assert }) => {
    const { listen } = await setup()
    const worker = listen({ TAP_URL: 'tap.example.com' })
    const { exitCode } = await worker.ended
    assert.equal(exitCode, 1)
    assert.include(inOneLine(worker), 'Invalid "config/tap.ts": "url" must be')
  })
})

test.group('Listening in the web process', (group) => {
  group.each.timeout(90_000)

  test('index from the start of the server, and drain on SIGTERM', async ({ assert }) => {
    const { network, database, serve } = await setup()
    const server = serve({ HANDLER_MS: '300' })
    await server.prints('tap: connected')
    await network.accounts[0]!.createRecord(STATUS, status('👍'))
    await until(() => database.handled('begun').length === 1)
    assert.include(await server.kill('SIGTERM'), { exitCode: 0, signal: null })
    assert.lengthOf(database.statuses(), 1)
  })

  test('connect to no Tap server unless `listen` is set', async ({ assert }) => {
    const { serve } = await setup()
    const server = serve({ TAP_LISTEN: 'false' })
    await server.prints('started HTTP server')
    assert.include(await server.kill('SIGTERM'), { exitCode: 0, signal: null })
    assert.notInclude(server.output, 'tap:')
  })

  test('serve requests while nothing is bound, and log a warning', async ({ assert }) => {
    const { serve } = await setup()
    const server = serve({ BIND: 'nothing' })
    await server.prints('started HTTP server')
    await server.prints('tap: not listening. No indexer is bound')
    assert.include(await server.kill('SIGTERM'), { exitCode: 0, signal: null })
  })

  test('serve requests while the Tap server is down', async ({ assert }) => {
    const { network, serve } = await setup()
    await network.tap.stop()
    const server = serve()
    await server.prints('no connection')
    await server.prints('started HTTP server')
    assert.include(await server.kill('SIGTERM'), { exitCode: 0, signal: null })
  })
})
