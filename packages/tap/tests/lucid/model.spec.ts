import { compose } from '@adonisjs/core/helpers'
import { BaseModel, column, hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { test } from '@japa/runner'
import { databases, onEachDatabase } from '@tests/support/databases'
import { skipGroup } from '@tests/support/skip_group'
import { E_TAP_MISSING_TABLE } from '../../src/errors.js'
import { deleteMany, IndexedRecord, recordColumns, upsertMany } from '../../src/lucid/main.js'
import { ALICE } from '../helpers.js'
import { connect, createStatuses, Status, version } from './helpers.js'

class Account extends BaseModel {
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare did: string

  @hasMany(() => Status, { localKey: 'did', foreignKey: 'did' })
  declare statuses: HasMany<typeof Status>
}

onEachDatabase('Queries of a model', (database) => {
  test('leave out tombstones, unless requested', async ({ assert }) => {
    const { db } = await createStatuses(database)
    await db.connection().schema.createTable('accounts', (table) => {
      table.string('did').primary()
    })
    const account = await Account.create({ did: ALICE })
    const [live, deleted] = [version('a', 1), version('b', 1)]
    await upsertMany(Status, [
      { ...live, emoji: '👍' },
      { ...deleted, emoji: '👍' },
    ])
    await deleteMany(Status, [version('b', 2)])

    const uris = (rows: Iterable<{ uri: string }>) => [...rows].map(({ uri }) => uri)
    assert.deepEqual(uris(await Status.all()), [live.uri])
    assert.isNull(await Status.find(deleted.uri))
    const either = Status.query().where('uri', live.uri).orWhere('uri', deleted.uri)
    assert.deepEqual(uris(await either), [live.uri])
    const page = await Status.query().paginate(1)
    assert.deepEqual([page.total, ...uris(page)], [1, live.uri])
    await account.load('statuses')
    assert.deepEqual(uris(account.statuses), [live.uri])
    assert.deepEqual(uris(await account.related('statuses').query()), [live.uri])
    const related = await account.related('statuses').query().paginate(1)
    assert.deepEqual([related.total, ...uris(related)], [1, live.uri])

    const all = () => Status.withTombstones().where('did', ALICE).orderBy('uri')
    assert.deepEqual(uris(await all()), [live.uri, deleted.uri])
    const everything = await all().paginate(1)
    assert.deepEqual([everything.total, ...uris(everything)], [2, live.uri, deleted.uri])
  })
})

onEachDatabase('A model that can not guard its rows', (database) => {
  class Thing extends compose(BaseModel, IndexedRecord) {
    @column()
    declare name: string
  }

  test('throw when a column is not nullable', async ({ assert }) => {
    const db = connect(await database.create())
    await db.connection().schema.createTable('things', (table) => {
      recordColumns(table)
      table.string('name').notNullable()
    })
    await assert.rejects(
      () => upsertMany(Thing, [{ ...version('a', 1), name: 'x' }]),
      'Invalid model "Thing": the column "name" must be nullable or have a default: a deleted record leaves a row without its content'
    )
    // What was wrong can be put right while the process runs.
    await db.connection().schema.alterTable('things', (table) => table.dropColumn('name'))
    await upsertMany(Thing, [version('a', 1)])
    assert.lengthOf(await Thing.all(), 1)
  })

  test('throw when its table lacks the columns', async ({ assert }) => {
    const db = connect(await database.create())
    class Other extends compose(BaseModel, IndexedRecord) {}
    await db.connection().schema.createTable('others', (table) => table.string('uri').primary())
    await assert.rejects(
      () => upsertMany(Other, [version('a', 1)]),
      'Invalid model "Other": the table "others" does not have the columns of recordColumns()'
    )
  })

  test('throw with the next command when its table is missing', async ({ assert }) => {
    const db = connect(await database.create())
    class Later extends compose(BaseModel, IndexedRecord) {}
    await assert.rejects(
      () => upsertMany(Later, [version('a', 1)]),
      E_TAP_MISSING_TABLE,
      'The table "laters" does not exist. Create it with "node ace migration:run"'
    )
    await db.connection().schema.createTable('laters', recordColumns)
    await upsertMany(Later, [version('a', 1)])
    assert.lengthOf(await Later.all(), 1)
  })

  test('throw when it is not composed with the mixin', async ({ assert }) => {
    connect(await database.create())
    class Plain extends BaseModel {}
    await assert.rejects(
      () => upsertMany(Plain as any, [version('a', 1)]),
      'Invalid model "Plain": it must be composed with IndexedRecord'
    )
  })
})

test.group('A model that can not guard its rows on MySQL', (group) => {
  const mysql = databases.find(({ dialect }) => dialect === 'mysql')!
  skipGroup(group, mysql.missing)

  test('throw when it has another unique key', async ({ assert }) => {
    const db = connect(await mysql.create())
    class Named extends compose(BaseModel, IndexedRecord) {}
    await db.connection().schema.createTable('nameds', (table) => {
      recordColumns(table)
      table.string('name').nullable().unique()
    })
    await assert.rejects(
      () => upsertMany(Named, [version('a', 1)]),
      /^Invalid model "Named": it has another unique key, "nameds_name_unique"\. MySQL updates/
    )
  })

  test('throw when its keys ignore case', async ({ assert }) => {
    const db = connect(await mysql.create())
    class Loose extends compose(BaseModel, IndexedRecord) {}
    await db.connection().schema.createTable('looses', (table) => {
      table.string('uri', 700).primary()
      table.string('did')
      table.string('rev')
      table.boolean('is_deleted')
    })
    await assert.rejects(
      () => upsertMany(Loose, [version('a', 1)]),
      /^Invalid model "Loose": the column "uri" has the collation utf8mb4_\w+_ci, which takes "a"/
    )
  })
})
