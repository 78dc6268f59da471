import { once } from 'node:events'
import { l } from '@atproto/lex'
import { test } from '@japa/runner'
import { until } from '@tests/support/until'
import { WebSocket } from 'ws'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { isNewerRev } from '../../src/rev.js'
import type { IdentityEvent, RecordEvent } from '../../src/types.js'
import {
  cleanup,
  createListener,
  createTap,
  deferred,
  startChannelServer,
  startNetwork,
  STATUS,
  status,
} from '../helpers.js'

const lexicon = l.record(
  'tid',
  STATUS,
  l.object({ status: l.string({ maxGraphemes: 1 }), createdAt: l.string({ format: 'datetime' }) })
)

type StatusEvent = RecordEvent<typeof lexicon>

/**
 * A listener on a network, whose indexer calls `handle` and then notes the event.
 */
async function startListener(
  network: Awaited<ReturnType<typeof startNetwork>>,
  handle: (event: StatusEvent) => unknown = () => {}
) {
  const registry = new IndexerRegistry()
  const { url, adminPassword } = network.tap
  // A repo is retried for as long as the spec is busy with another one.
  const values = { url, adminPassword, attempts: 10_000 }
  const { listener, tap, lines } = createListener(registry, values)
  const records: StatusEvent[] = []
  const accounts: IdentityEvent[] = []
  tap.index(lexicon, async () => ({
    default: class {
      async handle(event: StatusEvent) {
        await handle(event)
        records.push(event)
      }
    },
  }))
  tap.identity(async () => ({
    default: class {
      handle(event: IdentityEvent) {
        accounts.push(event)
      }
    },
  }))
  await listener.start()
  return { tap, listener, records, accounts, lines }
}

test.group('On a network', (group) => {
  group.each.timeout(60_000)

  test('backfill a repo that is added, then follow it in order', async ({ assert }) => {
    const network = await startNetwork({ signalCollection: undefined })
    const [alice] = network.accounts
    const old = await alice!.createRecord(STATUS, status('🌱'))
    const { tap, records, accounts } = await startListener(network)

    await tap.addRepos([alice!.did])
    await until(() => records.length === 1)
    assert.deepInclude(records[0], { uri: old.uri, action: 'create', live: false, did: alice!.did })
    assert.deepInclude(accounts[0], { did: alice!.did, status: 'active', isActive: true })

    const fresh = await alice!.createRecord(STATUS, status('🌿'))
    const rkey = fresh.uri.split('/').at(-1)!
    await alice!.putRecord(STATUS, rkey, status('🌳'))
    await alice!.deleteRecord(STATUS, rkey)
    await until(() => records.length === 4)
    assert.deepEqual(
      records.slice(1).map(({ uri, action, live, record }) => [uri, action, live, record?.status]),
      [
        [fresh.uri, 'create', true, '🌿'],
        [fresh.uri, 'update', true, '🌳'],
        [fresh.uri, 'delete', true, undefined],
      ]
    )
    const revs = records.map(({ rev }) => rev)
    for (let index = 1; index < revs.length; index++) {
      assert.isTrue(isNewerRev(revs[index]!, revs[index - 1]))
    }
  })

  test('report what happens to an account', async ({ assert }) => {
    const network = await startNetwork()
    const [alice] = network.accounts
    const { tap, accounts } = await startListener(network)
    // The handle may change in between: of a deleted account it can't be verified any more.
    const states = () =>
      accounts
        .map((event) => `${event.status} ${event.isActive}`)
        .filter((state, index, all) => state !== all[index - 1])
    await tap.addRepos([alice!.did])
    await until(() => states().length === 1)
    await alice!.deactivate()
    await until(() => states().length === 2)
    await alice!.activate()
    await until(() => states().length === 3)
    await alice!.delete()
    await until(() => states().length === 4)
    assert.deepEqual(states(), ['active true', 'deactivated false', 'active true', 'deleted false'])
  })

  test('retry a failed event in its order while other repos continue', async ({ assert }) => {
    const network = await startNetwork()
    const [alice, bob] = network.accounts
    let isAway = true
    const { tap, records, lines } = await startListener(network, (event) => {
      if (isAway && event.live && event.did === alice!.did) throw new Error('The database is away')
    })
    await tap.addRepos([alice!.did, bob!.did])
    await until(async () => (await tap.repoInfo(alice!.did))?.state === 'active')
    await until(async () => (await tap.repoInfo(bob!.did))?.state === 'active')

    const first = await alice!.createRecord(STATUS, status('1'))
    const second = await alice!.createRecord(STATUS, status('2'))
    await until(() => lines.some(({ failures }) => failures >= 2))
    const other = await bob!.createRecord(STATUS, status('3'))
    await until(() => records.length === 1)
    assert.equal(records[0]!.uri, other.uri)

    isAway = false
    await until(() => records.length === 3)
    assert.deepEqual(
      records.slice(1).map(({ uri }) => uri),
      [first.uri, second.uri]
    )
    const failure = lines.find(({ failures }) => failures === 1)!
    assert.match(
      failure.msg,
      /^tap: the indexer failed on create of at:.+\. Retrying in \d+ ms; later events of this repo wait$/
    )
    assert.equal(failure.err.message, 'The database is away')
    assert.isTrue(
      lines.some(({ msg }) => msg.startsWith(`tap: indexed create of ${first.uri} after `))
    )
  })

  test('continue when the Tap server comes back', async ({ assert }) => {
    const network = await startNetwork()
    const [alice] = network.accounts
    const { tap, records, lines } = await startListener(network)
    await tap.addRepos([alice!.did])
    await until(async () => (await tap.repoInfo(alice!.did))?.state === 'active')
    await alice!.createRecord(STATUS, status('1'))
    await until(() => records.length === 1)

    await network.tap.stop()
    const missed = await alice!.createRecord(STATUS, status('2'))
    await until(() => lines.some(({ msg }) => msg.includes('no connection')))
    await network.tap.start()
    await until(() => records.some(({ uri }) => uri === missed.uri))

    const states = lines.map(({ msg }) => msg).filter((msg) => msg.includes('connect'))
    assert.equal(states[0], `tap: connected to ${network.tap.url}`)
    assert.match(states[1]!, /^tap: no connection to http:.+ \(closed with code \d+\)\. Retrying/)
    assert.equal(states.at(-1), `tap: connected to ${network.tap.url}`)
  })

  test('finish and ack running handlers on stop, and start no others', async ({ assert }) => {
    const network = await startNetwork({ retryTimeout: 1000 })
    const [alice] = network.accounts
    const gate = deferred()
    const begun: string[] = []
    const { tap, listener, records, lines } = await startListener(network, async (event) => {
      begun.push(event.uri)
      await gate.promise
    })
    await tap.addRepos([alice!.did])
    await until(async () => (await tap.repoInfo(alice!.did))?.state === 'active')
    const first = await alice!.createRecord(STATUS, status('1'))
    await until(() => begun.length === 1)
    const second = await alice!.createRecord(STATUS, status('2'))

    const stopped = listener.stop()
    gate.resolve()
    await stopped
    assert.deepEqual(
      records.map(({ uri }) => uri),
      [first.uri]
    )
    assert.lengthOf(begun, 1)

    // Had the first not been acked, it would come again before the second.
    const next = await startListener(network)
    await until(() => next.records.length === 1)
    assert.equal(next.records[0]!.uri, second.uri)
    assert.include(
      lines.map(({ msg }) => msg),
      'tap: stopping, 1 running handler to finish'
    )
  })

  test('log an invalid record with its content and continue', async ({ assert }) => {
    const network = await startNetwork()
    const [alice] = network.accounts
    const { tap, records, lines } = await startListener(network)
    await tap.addRepos([alice!.did])
    await until(async () => (await tap.repoInfo(alice!.did))?.state === 'active')
    const bad = await alice!.createRecord(STATUS, status('too long'))
    const good = await alice!.createRecord(STATUS, status('1'))
    await until(() => records.length === 1)
    assert.equal(records[0]!.uri, good.uri)

    const line = lines.find(({ uri }) => uri === bad.uri)!
    assert.equal(
      line.msg,
      `tap: acknowledged and dropped create of ${bad.uri} (invalid): Invalid record: grapheme too big (maximum 1, got 8) at $.status. Set "deadLetters" in config/tap.ts to keep such events`
    )
    assert.deepInclude(line, { did: alice!.did, reason: 'invalid' })
    assert.equal(JSON.parse(line.frame).record.record.status, 'too long')
  })
})

/**
 * Whatever was to connect before this has done so when it resolves.
 */
async function connectTo({ url }: { url: string }) {
  const socket = new WebSocket(`${url}/channel`)
  cleanup(() => socket.terminate())
  await once(socket, 'open')
}

test.group('Listener', () => {
  test('stay disconnected when stopped while indexers load', async ({ assert }) => {
    const server = await startChannelServer()
    const loaded = deferred()
    const registry = new IndexerRegistry()
    registry.index(STATUS, async () => {
      await loaded.promise
      return {
        default: class {
          handle() {}
        },
      }
    })
    const { listener, lines } = createListener(registry, { url: server.url })

    const started = listener.start()
    await listener.stop()
    loaded.resolve()
    await started
    await connectTo(server)
    assert.lengthOf(server.sockets, 1)
    assert.isEmpty(lines)
  })

  test('connect once when started twice at the same time', async ({ assert }) => {
    const server = await startChannelServer()
    const registry = new IndexerRegistry()
    registry.index(STATUS, async () => ({
      default: class {
        handle() {}
      },
    }))
    const { listener } = createListener(registry, { url: server.url })

    await Promise.all([listener.start(), listener.start()])
    await connectTo(server)
    assert.lengthOf(server.sockets, 2)
  })
})

test.group('Tap service, on a network', (group) => {
  group.each.timeout(60_000)

  test('call every endpoint of the server', async ({ assert }) => {
    const network = await startNetwork({ signalCollection: undefined })
    const [alice, bob] = network.accounts
    await alice!.createRecord(STATUS, status('🌱'))
    const { url, adminPassword } = network.tap
    const tap = createTap(new IndexerRegistry(), { url, adminPassword })

    assert.deepEqual(await tap.health(), { status: 'ok' })
    assert.isNull(await tap.repoInfo(alice!.did))
    assert.equal(await tap.stats.repoCount(), 0)

    await tap.addRepos([alice!.did, bob!.did])
    await until(async () => (await tap.repoInfo(alice!.did))?.state === 'active')
    assert.equal(await tap.stats.repoCount(), 2)
    assert.equal(await tap.stats.recordCount(), 1)
    assert.isAtLeast(await tap.stats.outboxBuffer(), 1)
    assert.equal(await tap.stats.resyncBuffer(), 0)
    assert.isNumber((await tap.stats.cursors()).firehose)
    const info = await tap.repoInfo(alice!.did)
    assert.deepInclude(info, { did: alice!.did, records: 1 })

    const document = await tap.resolveDid(alice!.did)
    assert.equal(document!.id, alice!.did)
    assert.include(document!.alsoKnownAs, 'at://alice.test')

    await tap.removeRepos([bob!.did])
    assert.equal(await tap.stats.repoCount(), 1)
    assert.isNull(await tap.repoInfo(bob!.did))
  })

  test('throw when the password is wrong', async ({ assert }) => {
    const network = await startNetwork()
    const values = { url: network.tap.url, adminPassword: 'simsalabim' }
    const tap = createTap(new IndexerRegistry(), values)
    await assert.rejects(
      () => tap.health(),
      `The Tap server at ${network.tap.url} rejected the admin password`
    )
  })
})
