import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { databases } from '@tests/support/databases'
import { NodeProcess } from '@tests/support/processes'
import { connect, createStatuses, Status } from './helpers.js'
import { expected } from './random_writes.js'

const WRITER = fileURLToPath(new URL('random_writer.ts', import.meta.url))

test.group('Several processes', () => {
  test('end with the newest of every record, whatever the order was, on each database', async ({
    assert,
  }) => {
    // To start a process takes longer than its work, so that each one works on all databases.
    const installed = databases.filter(({ missing }) => !missing)
    const created = await Promise.all(installed.map((database) => createStatuses(database)))
    const connections = created.map(({ connection }) => connection)
    const writers = [true, false, false].map((deletesBob) =>
      NodeProcess.forTest([
        '--import=@tests/support/typescript',
        WRITER,
        JSON.stringify([connections, deletesBob]),
      ])
    )
    await Promise.all(writers.map((writer) => writer.finished()))

    assert.isNotEmpty(connections)
    for (const connection of connections) {
      connect(connection)
      const rows = await Status.query().orderBy('uri')
      assert.deepEqual(
        rows.map(({ uri, rev, emoji }) => ({ uri, rev, emoji })),
        expected()
      )
      assert.isAbove(rows.length, 5)
    }
  }).timeout(90_000)
})
