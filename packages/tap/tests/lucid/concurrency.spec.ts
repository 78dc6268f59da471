import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { onEachDatabase } from '@tests/support/databases'
import { NodeProcess } from '@tests/support/processes'
import { createStatuses, Status } from './helpers.js'
import { expected } from './random_writes.js'

const WRITER = fileURLToPath(new URL('random_writer.ts', import.meta.url))

onEachDatabase('Several processes', (database) => {
  test('end with the newest of every record, whatever the order was', async ({ assert }) => {
    const { connection } = await createStatuses(database)
    const writers = [true, false, false].map((deletesBob) =>
      NodeProcess.forTest([
        '--import=@poppinss/ts-exec',
        WRITER,
        JSON.stringify([connection, deletesBob]),
      ])
    )
    await Promise.all(writers.map((writer) => writer.finished()))

    const rows = await Status.query().orderBy('uri')
    assert.deepEqual(
      rows.map(({ uri, rev, emoji }) => ({ uri, rev, emoji })),
      expected()
    )
    assert.isAbove(rows.length, 5)
  }).timeout(60_000)
})
