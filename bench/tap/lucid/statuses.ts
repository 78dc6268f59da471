import { compose } from '@adonisjs/core/helpers'
import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DatabaseConnection } from '@tests/support/databases'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import { IndexedRecord, recordColumns, writeMany } from 'adonisjs-atproto-tap/lucid'
import { openDatabase } from '../../../packages/tap/tests/lucid/open_database.js'
import type { status } from '../lexicon.js'

export class Status extends compose(BaseModel, IndexedRecord) {
  static table = 'statuses'

  @column()
  declare emoji: string | null
}

export type StatusEvent = RecordEvent<typeof status>

/** The pattern of the guide. */
export function writeStatuses(events: StatusEvent[]) {
  return writeMany(Status, events, ({ record }) => ({ emoji: record.status }))
}

export async function createTable(connection: DatabaseConnection) {
  const db = openDatabase(connection)
  await db.connection().schema.createTable('statuses', (table) => {
    recordColumns(table)
    table.string('emoji').nullable()
  })
  await db.manager.closeAll()
}

export async function countStatuses(connection: DatabaseConnection): Promise<number> {
  const db = openDatabase(connection)
  const [{ total }] = await db.from('statuses').where('emoji', '👍').count('* as total')
  await db.manager.closeAll()
  return Number(total)
}
