import { test } from '@japa/runner'
import { type Devnet, errors, startDevnet } from '../../index.js'

const PATH = '/xrpc/com.atproto.server.describeServer'

test.group('Faults | requests', (group) => {
  let devnet: Devnet

  group.setup(async () => {
    devnet = await startDevnet({ tap: false })
    return () => devnet.close()
  })
  group.each.teardown(() => devnet.faults.restoreAll())

  const ask = (path = PATH, init?: RequestInit) => fetch(`${devnet.pds.url}${path}`, init)
  const askPlc = () => fetch(`${devnet.plc.url}/${devnet.accounts[0].did}`)

  test('close every connection while the {$self} is down')
    .with(['pds', 'plc'] as const)
    .run(async ({ assert }, server) => {
      const [here, elsewhere] = server === 'pds' ? [ask, askPlc] : [askPlc, ask]
      await here().then((response) => response.text())
      const fault = devnet.faults.serverDown(server)

      await assert.rejects(() => here(), 'fetch failed')
      await assert.rejects(() => here(), 'fetch failed')
      assert.equal((await elsewhere()).status, 200)
      assert.isAbove(fault.hits, 0)

      await fault.restore()
      assert.equal((await here()).status, 200)
    })

  test('keep the PDS down when it is restarted during the fault', async ({ assert }) => {
    const fault = devnet.faults.serverDown()
    await devnet.pds.stop()
    await devnet.pds.start()
    await assert.rejects(() => ask(), 'fetch failed')

    await fault.restore()

    assert.equal((await ask()).status, 200)
  })

  test('never reply while silent, and close waiting connections at the end', async ({ assert }) => {
    const fault = devnet.faults.silent()
    const met = fault.nextHit()
    const response = ask()
    await met

    const first = await Promise.race([response, askPlc().then(() => 'the PLC directory')])
    assert.equal(first, 'the PLC directory')
    await fault.restore()

    await assert.rejects(() => response, 'fetch failed')
    assert.equal((await ask()).status, 200)
  })

  test('delay a request', async ({ assert }) => {
    const fault = devnet.faults.slow(100)
    const startedAt = performance.now()

    const response = await ask()

    assert.equal(response.status, 200)
    assert.isAtLeast(performance.now() - startedAt, 99)
    assert.equal(fault.hits, 1)
  })

  test('handle a delayed request at once when the fault ends', async ({ assert }) => {
    const fault = devnet.faults.slow(1_000_000)
    const met = fault.nextHit()
    const response = ask()
    await met

    await fault.restore()

    assert.equal((await response).status, 200)
  })

  test('hold requests until the end, then handle each once', async ({ assert }) => {
    const [alice] = devnet.accounts
    const fault = devnet.faults.hold({ on: '/xrpc/com.atproto.repo.createRecord' })
    const met = fault.nextHit()
    const created = alice.createRecord('xyz.statusphere.status', { status: '🦋' })
    await met
    assert.lengthOf(await alice.listRecords('xyz.statusphere.status'), 0)

    await fault.restore()
    await created

    assert.lengthOf(await alice.listRecords('xyz.statusphere.status'), 1)
  })

  test('drop the reply of a request that was handled', async ({ assert }) => {
    const bob = devnet.accounts[1]
    const fault = devnet.faults.loseNextReply('/xrpc/com.atproto.repo.createRecord')

    await assert.rejects(
      () => bob.createRecord('xyz.statusphere.status', { status: '🦋' }),
      'fetch failed'
    )

    assert.equal(fault.hits, 1)
    assert.lengthOf(await bob.listRecords('xyz.statusphere.status'), 1)
    await bob.createRecord('xyz.statusphere.status', { status: '🦋' })
    assert.lengthOf(await bob.listRecords('xyz.statusphere.status'), 2)
  })

  test('pass an error on, and drop the next reply', async ({ assert }) => {
    const bob = devnet.accounts[1]
    const createRecord = '/xrpc/com.atproto.repo.createRecord'
    const fault = devnet.faults.loseNextReply(createRecord)

    const refused = await ask(createRecord, { method: 'POST', body: '{}' })

    assert.isFalse(refused.ok)
    assert.equal(fault.hits, 0)
    await assert.rejects(() => bob.createRecord('a.b.c', { text: 'lost' }), 'fetch failed')
  })

  test('reply instead of the server', async ({ assert }) => {
    devnet.faults.respond(503, { error: 'NotNow' }, { times: 1 })

    const response = await ask()

    assert.equal(response.status, 503)
    assert.deepEqual(await response.json(), { error: 'NotNow' })
    assert.equal((await ask()).status, 200)
  })

  test('pad the metadata to an exact size', async ({ assert }) => {
    const path = '/.well-known/oauth-authorization-server'
    const plain = await ask(path).then((response) => response.json())
    devnet.faults.padDocuments(480_000)

    const response = await ask(path)

    const text = await response.text()
    assert.equal(Buffer.byteLength(text), 480_000)
    const { padding, ...rest } = JSON.parse(text)
    assert.deepEqual(rest, plain)
    assert.equal((await ask()).status, 200)
  })

  test('count requests and record their statuses', async ({ assert }) => {
    const watch = devnet.faults.watch(PATH)
    await ask()
    await ask(PATH, { method: 'POST' })
    await ask('/xrpc/_health')

    assert.equal(watch.hits, 2)
    assert.deepEqual(watch.statuses, [200, 400])
    await watch.restore()
    await ask()
    assert.equal(watch.hits, 2)
  })

  test('apply the newest fault first', async ({ assert }) => {
    const older = devnet.faults.respond(503)
    const newer = devnet.faults.respond(429)
    assert.equal((await ask()).status, 429)

    await newer.restore()

    assert.equal((await ask()).status, 503)
    assert.deepEqual([older.hits, newer.hits], [1, 1])
  })

  test('end with its "await using" block', async ({ assert }) => {
    {
      await using fault = devnet.faults.respond(503)
      assert.equal((await ask()).status, 503)
      assert.equal(fault.hits, 1)
    }
    assert.equal((await ask()).status, 200)
  })

  test('reject nextHit when the fault is restored', async ({ assert }) => {
    const fault = devnet.faults.silent()
    const met = fault.nextHit()
    await fault.restore()

    await assert.rejects(() => met, errors.FaultEndedError)
  })

  test('throw when {0} is requested')
    .with([
      ['an unknown target', (faults) => faults.silent({ on: 'tokens' as 'token' })],
      ['a count of none', (faults) => faults.silent({ times: 0 })],
      ['a delay without end', (faults) => faults.slow(Infinity)],
    ] as [string, (faults: Devnet['faults']) => unknown][])
    .run(({ assert }, [, make]) => {
      assert.throws(() => make(devnet.faults), errors.InvalidFaultError)
    })

  test('close while requests are held', async ({ assert }) => {
    const other = await startDevnet({ tap: false, accounts: [] })
    const url = `${other.pds.url}${PATH}`
    const silent = other.faults.silent({ times: 1 })
    const met = silent.nextHit()
    const first = fetch(url)
    await met
    const hold = other.faults.hold()
    const held = hold.nextHit()
    const second = fetch(url)
    await held

    const ended = Promise.allSettled([first, second])
    await other.close()

    assert.equal((await ended)[0].status, 'rejected')
  })
})
