import { Emitter } from '@adonisjs/core/events'
import { AppFactory } from '@adonisjs/core/factories/app'
import { LoggerFactory } from '@adonisjs/core/factories/logger'
import { compose } from '@adonisjs/core/helpers'
import { Database } from '@adonisjs/lucid/database'
import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DatabaseConnection, TestDatabase } from '@tests/support/databases'
import {
  deadLetterColumns,
  IndexedRecord,
  leaseColumns,
  recordColumns,
} from '../../src/lucid/main.js'
import { ALICE, cleanup, STATUS } from '../helpers.js'

/**
 * Lucid with one connection, which models use from now on. It is closed when the test is done.
 */
export function connect(connection: DatabaseConnection): Database {
  const db = openDatabase(connection)
  cleanup(() => db.manager.closeAll())
  return db
}

/** The same outside of a test */
export function openDatabase(connection: DatabaseConnection): Database {
  const app = new AppFactory().create(new URL('./', import.meta.url), () => {})
  const config = { connection: 'main', connections: { main: connection as any } }
  const db = new Database(config, new LoggerFactory().create(), new Emitter(app))
  BaseModel.$adapter = db.modelAdapter()
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

/** A TID that is greater than those of smaller numbers */
export function rev(number: number) {
  return `3l${String(number).padStart(11, '0')}`
}

export function version(rkey: string, number: number, did: string = ALICE) {
  return { uri: `at://${did}/${STATUS}/${rkey}`, did, rev: rev(number) }
}
