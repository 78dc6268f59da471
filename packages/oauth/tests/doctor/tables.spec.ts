import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { onEachDatabase } from '@tests/support/databases'
import { checkStorage } from '../../src/doctor/checks/storage.js'
import { createContext } from '../../src/doctor/create_context.js'
import { createApp, type TestApp } from '../helpers.js'

const GRANTS = 'atproto_oauth_grants'
const STATES = 'atproto_oauth_states'

const alter = ({ db }: TestApp, name: string, change: (table: any) => void) =>
  db.connection().schema.alterTable(name, change)

onEachDatabase('Doctor: tables', (database) => {
  test('report nothing about the tables of the migration, and report each change', async ({
    assert,
  }) => {
    const testApp = await createApp({ database: await database.create() })
    const context = await createContext(testApp.app, false)
    const messages = async () => (await checkStorage(context)).map(({ message }) => message)
    assert.deepEqual(await messages(), ['The tables match this version'])

    await alter(testApp, GRANTS, (table) => {
      table.dropColumn('sent_version')
      table.string('note').notNullable()
      table.string('mood').nullable()
      table.integer('count').notNullable().defaultTo(0)
    })
    await alter(testApp, STATES, (table) => table.dropColumn('data'))
    await alter(testApp, STATES, (table) => table.string('data', 20).nullable())
    await alter(testApp, STATES, (table) => table.dropColumn('address'))
    await alter(testApp, STATES, (table) => table.integer('address').notNullable())
    const found = await messages()
    assert.lengthOf(found, 5)
    assert.include(found, `In the table "${GRANTS}", the column "sent_version" is missing`)
    assert.include(
      found,
      `In the table "${GRANTS}", the column "note" is not one of ours, and needs a value`
    )
    const all = found.join('\n')
    assert.match(all, /"data" has the type "(varchar|character varying)", not text/)
    assert.match(all, /"address" has the type "int(eger)?", not string/)
    assert.include(all, `"address" must be nullable`)
  })
})

test.group('Doctor: migrations', () => {
  test('report a pending migration of the package, but not one of the app', async ({ assert }) => {
    const { app, db, dir } = await createApp()
    const context = await createContext(app, false)
    const migrations = join(dir, 'database/migrations')
    await mkdir(migrations, { recursive: true })
    await writeFile(join(migrations, '2_alter_atproto_oauth_tables.ts'), '')
    await writeFile(join(migrations, '3_create_posts_table.ts'), '')

    // Without Lucid's own table, the tables were created by other means, and none is added.
    assert.equal((await checkStorage(context))[0].status, 'ok')
    assert.isFalse(await db.connection().schema.hasTable('adonis_schema'))

    await db.connection().schema.createTable('adonis_schema', (table) => {
      table.increments()
      table.string('name')
      table.integer('batch')
      table.timestamp('migration_time')
    })
    assert.deepEqual(await checkStorage(context), [
      {
        check: 'Tables',
        status: 'error',
        message: 'The migration database/migrations/2_alter_atproto_oauth_tables has not been run',
        fix: 'Run "node ace migration:run"',
      },
    ])
    const name = 'database/migrations/2_alter_atproto_oauth_tables'
    await db.table('adonis_schema').insert({ name, batch: 1 })
    assert.equal((await checkStorage(context))[0].status, 'ok')
  })

  test('report a string column that is too short', async ({ assert }) => {
    const testApp = await createApp()
    const context = await createContext(testApp.app, false)
    await alter(testApp, GRANTS, (table) => table.dropColumn('user_agent'))
    await alter(testApp, GRANTS, (table) => table.string('user_agent', 100).nullable())
    const [{ message, fix }] = await checkStorage(context)
    assert.match(message, /the column "user_agent" holds 100 characters, not 255$/)
    assert.match(fix!, /^Add a migration/)
  })
})
