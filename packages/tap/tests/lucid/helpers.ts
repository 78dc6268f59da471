import { compose } from '@adonisjs/core/helpers'
import type { Database } from '@adonisjs/lucid/database'
import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DatabaseConnection, TestDatabase } from '@tests/support/databases'
import {
  deadLetterColumns,
  IndexedRecord,
  leaseColumns,
  recordColumns,
} from '../../src/lucid/main.js'
import { ALICE, cleanup, STATUS } from '../helpers.js'
import { openDatabase } from './open_database.js'

/**
 * Opens a database that is closed when the test is done.
 */
export function connect(connection: DatabaseConnection): Database {
  const db = openDatabase(connection)
  cleanup(() => db.manager.closeAll())
  return db
}

export class Status extends compose(BaseModel, IndexedRecord) {
  static table = 'statuses'

  @column()
  declare emoji: string | null

  @column()
  declare note: string | null
}

/**
 * A database with a table of statuses.
 */
export async function createStatuses(database: TestDatabase) {
  const connection = await database.create()
  const db = connect(connection)
  await db.connection().schema.createTable('statuses', (table) => {
    recordColumns(table)
    table.string('emoji').nullable()
    table.text('note', 'longtext').nullable()
  })
  return { db, connection }
}

/** The tables that the migration of `configure` creates. */
export async function createDeadLetterTables(db: Database): Promise<void> {
  await db.connection().schema.createTable('atproto_tap_dead_letters', deadLetterColumns)
  await db.connection().schema.createTable('atproto_tap_leases', leaseColumns)
}

/** A TID that is greater than those of smaller numbers. */
export function rev(number: number) {
  return `3l${String(number).padStart(11, '0')}`
}

export function version(rkey: string, number: number, did: string = ALICE) {
  return { uri: `at://${did}/${STATUS}/${rkey}`, did, rev: rev(number) }
}
