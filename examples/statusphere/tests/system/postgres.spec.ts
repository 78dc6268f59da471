import app from '@adonisjs/core/services/app'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { databases } from '@tests/support/databases'
import { skipGroup } from '@tests/support/skip_group'
import Status from '#models/status'
import StatusIndex from '#services/status_index'

const postgres = databases.find(({ dialect }) => dialect === 'postgres')!
const CONNECTION = 'postgres_of_the_test'

/** Lets everything use an empty PostgreSQL database until the returned function is called. */
async function usePostgres() {
  const migrations = { naturalSort: true, paths: ['database/migrations'] }
  db.manager.add(CONNECTION, { ...(await postgres.create()), migrations })
  const former = db.primaryConnectionName
  db.primaryConnectionName = CONNECTION

  await new MigrationRunner(db, app, { direction: 'up', connectionName: CONNECTION }).run()
  return async () => {
    db.primaryConnectionName = former
    await db.manager.close(CONNECTION, true)
  }
}

test.group('PostgreSQL, where transactions run at the same time', (group) => {
  skipGroup(group, postgres.missing)
  group.each.setup(usePostgres)

  test('keep one current status when many are stored at once', async ({ assert }) => {
    const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
    const index = new StatusIndex()
    const writes = Array.from({ length: 20 }, (_, minute) => ({
      uri: `at://${did}/xyz.statusphere.status/3jzfcijpj2z${String(minute).padStart(2, '0')}`,
      did,
      rev: `3jzfcijpj2z${String(minute).padStart(2, '0')}`,
      emoji: '🦋',
      createdAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
    }))

    await Promise.all(writes.map((write) => index.put(write)))

    const current = await Status.query().where({ did, isCurrent: true })
    assert.deepEqual(
      current.map(({ uri }) => uri),
      [writes.at(-1)!.uri]
    )
  })
})
