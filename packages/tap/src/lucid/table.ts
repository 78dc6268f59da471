import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { LucidModel } from '@adonisjs/lucid/types/model'
import { E_TAP_INVALID_MODEL } from '../errors.js'
import { addAccountsRow } from './account_lock.js'
import { missingTable } from './missing_table.js'
import { checkMysqlTable } from './mysql_table.js'
import type { Dialect, RecordTable } from './types.js'

const DIALECTS: Record<string, Dialect> = {
  'sqlite3': 'sqlite',
  'better-sqlite3': 'sqlite',
  'libsql': 'sqlite',
  'postgres': 'postgres',
  'mysql': 'mysql',
}

const tables = new WeakMap<LucidModel, Map<string, Promise<RecordTable>>>()

/**
 * Inspects a table once per connection.
 *
 * @throws E_TAP_INVALID_MODEL | E_TAP_MISSING_TABLE
 */
export async function recordTableOf(model: LucidModel, client: QueryClientContract) {
  model.boot()
  const known = tables.get(model) ?? new Map<string, Promise<RecordTable>>()
  tables.set(model, known)

  const key = `${client.dialect.name} ${client.connectionName}`
  const table = known.get(key) ?? inspect(model, client)
  known.set(key, table)
  // The database or the migration may be available the next time.
  table.catch(() => known.delete(key))
  return table
}

async function inspect(model: LucidModel, client: QueryClientContract): Promise<RecordTable> {
  const invalid = (why: string) => new E_TAP_INVALID_MODEL(`Invalid model "${model.name}": ${why}`)

  const lacks = ['uri', 'did', 'rev', 'isDeleted'].find((name) => !model.$hasColumn(name))
  if (lacks || model.primaryKey !== 'uri') {
    throw invalid('it must be composed with IndexedRecord')
  }
  const dialect = DIALECTS[client.dialect.name]
  if (!dialect) throw invalid(`its database, ${client.dialect.name}, is not supported`)

  const info = await client.knexQuery().from(model.table).columnInfo()
  if (Object.keys(info).length === 0) throw missingTable(model.table)
  if (!info.uri || !info.did || !info.rev || !info.is_deleted) {
    throw invalid(`the table "${model.table}" does not have the columns of recordColumns()`)
  }
  const guards = new Set(['uri', 'did', 'rev', 'is_deleted'])
  const others = Object.keys(info).filter((name) => !guards.has(name))
  const required = others.find((name) => !info[name].nullable && info[name].defaultValue === null)
  if (required) {
    throw invalid(
      `the column "${required}" must be nullable or have a default: a deleted record leaves a row without its content`
    )
  }
  if (dialect === 'mysql') {
    const fault = await checkMysqlTable(model.table, client)
    if (fault) throw invalid(fault)
    await addAccountsRow(client, model.table)
  }

  return { name: model.table, dialect, content: others.filter((name) => info[name].nullable) }
}
