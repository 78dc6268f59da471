import type { Database } from '@adonisjs/lucid/database'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { skipGroup } from '@tests/support/skip_group'
import { until } from '@tests/support/until'
import { TapClient } from '../../src/client/client.js'
import { LucidDeadLetterStore } from '../../src/dead_letters/lucid/store.js'
import { IndexerRegistry } from '../../src/indexers/registry.js'
import { config, startChannelServer, startListener, STATUS } from '../helpers.js'
import { createBacklog, filledTaps } from './filled_tap.js'
import { fileFaults, serverFaults, type StoreFault } from './store_faults.js'

const EVENTS = 200

const backlog = createBacklog(EVENTS, (id) => `did:web:repo-${id}.test`)

/** A server that sends the frames, and how many of them were acked. */
interface FilledServer {
  url: string
  adminPassword?: string
  countAcked(): Promise<number>
}

/** One under the control of the specs. It sees which frames are acked. */
async function startFilledChannel(): Promise<FilledServer> {
  const server = await startChannelServer()
  void server.connection().then((socket) => {
    for (const text of backlog.frames.values()) socket.send(text)
  })
  return {
    url: server.url,
    async countAcked() {
      const poison = server.acks.filter((id) => Number(id) % 2)
      if (poison.length > 0 && server.acks.length <= EVENTS / 2) throw new Error('Poison was acked')
      return server.acks.length
    },
  }
}

async function countingAcked(started: Promise<{ url: string; adminPassword?: string }>) {
  const { url, adminPassword } = await started
  const { stats } = new TapClient(config({ url, adminPassword }))
  return { url, adminPassword, countAcked: async () => EVENTS - (await stats.outboxBuffer()) }
}

/** All at once: Tap servers take ten seconds to delete what was acked. */
const tapFaults = [...fileFaults, serverFaults[0]!].filter(({ missing }) => !missing)

/** A listener that sets every second event aside in this database, once the gate is open. */
async function listen({ url, adminPassword }: FilledServer, store: Database, gate: Promise<void>) {
  const seen: string[] = []
  const registry = new IndexerRegistry()
  registry.index(STATUS, async ({ rkey }: any) => {
    await gate
    if (Number(rkey) % 2) throw new Error('Poison')
    seen.push(rkey)
  })
  const deadLetters = new LucidDeadLetterStore(() => store.connection())
  const values = { url, adminPassword, deadLetters, attempts: 1, drainTimeout: 10 }
  return { ...(await startListener(registry, values)), seen }
}

/** While the fault lasts, only healthy events are acked. Once it has ended, poison is, too. */
async function check(fault: StoreFault, start: () => Promise<FilledServer>, assert: Assert) {
  const { store, db, begin, end } = await fault.prepare()
  const filled = await start()
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  const { listener, lines, seen } = await listen(filled, store, gate)
  await until(() => listener.status().pending.count > 0)
  await begin()
  openGate()

  // Healthy events are handled and acked, and poison is not acked before it is stored.
  await until(() => listener.status().outage?.cause === 'dead letters')
  await until(async () => (await filled.countAcked()) === EVENTS / 2)
  assert.lengthOf(seen, EVENTS / 2, fault.end)

  await end()
  await until(async () => (await filled.countAcked()) === EVENTS)
  const [{ total }] = await db.from('atproto_tap_dead_letters').count('* as total')
  assert.equal(Number(total), EVENTS / 2, fault.end)
  assert.isUndefined(listener.status().outage, fault.end)
  const outages = lines.filter(({ msg }) => msg.includes('dead letters cannot be stored'))
  assert.lengthOf(outages, 1, fault.end)
}

test.group('Dead letters of a channel', (group) => {
  group.each.timeout(120_000)

  for (const fault of [...fileFaults, ...serverFaults]) {
    const storing = test(`store them once ${fault.end}`, ({ assert }) =>
      check(fault, startFilledChannel, assert))
    if (fault.missing) storing.skip(true, fault.missing)
  }
})

for (const tap of filledTaps) {
  test.group(`Dead letters of ${tap.name}`, (group) => {
    group.each.timeout(120_000)
    skipGroup(group, tap.missing)

    test(`store them once ${tapFaults.map(({ end }) => end).join(', or ')}`, async ({ assert }) => {
      const start = () => countingAcked(tap.start(backlog))
      await Promise.all(tapFaults.map((fault) => check(fault, start, assert)))
    })
  })
}
