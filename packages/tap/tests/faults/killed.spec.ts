import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { databases } from '@tests/support/databases'
import { NodeProcess } from '@tests/support/processes'
import { skipGroup } from '@tests/support/skip_group'
import { startTcpProxy } from '@tests/support/tcp_proxy'
import { until } from '@tests/support/until'
import { STATUS, status } from '../helpers.js'
import { createDeadLetterTables, createStatuses, Status } from '../lucid/helpers.js'
import type { Moment, WorkerSettings } from './killed_worker.js'
import { follow, taps, type TestTap } from './taps.js'

const WORKER = fileURLToPath(new URL('killed_worker.ts', import.meta.url))

/** PostgreSQL, or SQLite where that is not installed. */
const postgres = databases.find(({ dialect }) => dialect === 'postgres')!
const database = postgres.missing ? databases[0]! : postgres

/** A worker to run on a Tap server that follows one account, and on a database. */
async function setup(tap: TestTap) {
  const server = await tap.start()
  const { url, adminPassword, accounts } = server
  const { db, connection } = await createStatuses(database)
  await createDeadLetterTables(db)
  const [alice] = accounts
  await follow(server, alice!)

  const run = (moment: Moment, address = url) => {
    const settings = { url: address, adminPassword, connection, moment } satisfies WorkerSettings
    return NodeProcess.forTest([
      '--import=@tests/support/typescript',
      WORKER,
      JSON.stringify(settings),
    ])
  }
  const rkeyOf = ({ uri }: { uri: string }) => uri.split('/').at(-1)!
  /** Creates, an update and a delete, and what is left of them in the end. */
  const write = async () => {
    const written = []
    for (const emoji of ['1', '2', '3', '4']) {
      written.push(await alice!.createRecord(STATUS, status(emoji)))
    }
    await alice!.deleteRecord(STATUS, rkeyOf(written[0]!))
    await alice!.putRecord(STATUS, rkeyOf(written[1]!), status('5'))
    return [
      { uri: written[1]!.uri, emoji: '5' },
      { uri: written[2]!.uri, emoji: '3' },
      { uri: written[3]!.uri, emoji: '4' },
    ]
  }
  const rows = async () => {
    const stored = await Status.query().orderBy('uri')
    return stored.map(({ uri, emoji }) => ({ uri, emoji }))
  }
  const letters = () => db.from('atproto_tap_dead_letters')
  return { url, run, write, rows, letters }
}

for (const tap of taps) {
  test.group(`A worker that is killed, on ${tap.name}`, (group) => {
    group.each.timeout(90_000)
    skipGroup(group, tap.missing)

    test('lose nothing and repeat nothing when it is killed {moment}')
      .with<{ moment: Moment }[]>([
        { moment: 'in a handler' },
        { moment: 'in the batch' },
        { moment: 'before the commit' },
        { moment: 'before the acks' },
      ])
      .run(async ({ assert }, { moment }) => {
        const { run, write, rows, letters } = await setup(tap)
        const first = run(moment)
        const expected = await write()
        assert.equal((await first.ended).signal, 'SIGKILL')

        run('never')
        await until(async () => JSON.stringify(await rows()) === JSON.stringify(expected))
        assert.isEmpty(await letters())
      })

    test('lose nothing when it is killed in the middle of a frame', async ({ assert }) => {
      const { url, run, write, rows, letters } = await setup(tap)
      const proxy = await startTcpProxy(Number(new URL(url).port), 1_000)
      const first = run('never', proxy.url)
      const expected = await write()
      await proxy.cut
      await first.kill('SIGKILL')
      assert.isBelow((await rows()).length, expected.length)

      run('never')
      await until(async () => JSON.stringify(await rows()) === JSON.stringify(expected))
      assert.isEmpty(await letters())
    })
  })
}
