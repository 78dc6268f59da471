import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { ALL_ACCOUNTS, deletedAccounts, lockAccounts } from './account_lock.js'
import { onTable } from './missing_table.js'
import { recordTableOf } from './table.js'
import { transaction } from './transaction.js'
import type { Columns, RecordModel, RecordTable, WriteOptions } from './types.js'

/** SQLite accepts 500 rows in one statement of Knex. */
const MAX_ROWS = 500

/** SQLite accepts 32,766 values in one statement, PostgreSQL 65,535. */
const MAX_VALUES = 30_000

/** The length of text in one statement. A server may reject more than 4 MiB. */
const MAX_LENGTH = 1024 * 1024

export type VersionColumns = Columns & { uri: string; did: string; rev: string }

/**
 * Runs in the given transaction, or in a new one, with an inspected table.
 */
export async function inTransaction(
  model: RecordModel,
  { client }: WriteOptions,
  run: (trx: TransactionClientContract, table: RecordTable) => Promise<void>
): Promise<void> {
  const connected: QueryClientContract = model.$adapter.modelConstructorClient(model, { client })
  const table = await recordTableOf(model, connected)
  const written = connected.isTransaction
    ? run(connected as TransactionClientContract, table)
    : transaction(connected, (trx) => run(trx, table))
  await onTable(table.name, written)
}

/**
 * Writes rows that are newer than the stored row and than the deletion of the account. All rows
 * must have the same columns.
 *
 * @param updates - The columns that take the new row's value, or null
 */
export async function writeNewer(
  trx: TransactionClientContract,
  table: RecordTable,
  rows: VersionColumns[],
  updates: Record<string, 'new' | 'null'>
): Promise<void> {
  await lockAccounts(trx, table, 'shared')
  const newest = newestOf(rows)
  const deleted = await deletedAccounts(trx, table, [...new Set(newest.map(({ did }) => did))])
  const wanted = newest.filter(({ did, rev }) => rev > (deleted.get(did) ?? ''))

  for (const chunk of chunked(wanted)) {
    const insert = trx.knexQuery().table(table.name).insert(chunk).onConflict('uri')
    if (table.dialect === 'mysql') {
      await insert.merge(mysqlUpdates(trx, table.name, updates))
    } else {
      const isNewer = trx.knexRawQuery('?? < ??', [`${table.name}.rev`, 'excluded.rev'])
      await insert.merge(standardUpdates(trx, updates)).where(isNewer as any)
    }
  }
}

/**
 * Returns the newest row of each record, ordered by key. Writers that lock rows in the same order
 * can't deadlock.
 */
function newestOf(rows: VersionColumns[]): VersionColumns[] {
  const newest = new Map<string, VersionColumns>()
  for (const row of rows) {
    const known = newest.get(row.uri)
    if (row.uri !== ALL_ACCOUNTS && (!known || known.rev <= row.rev)) newest.set(row.uri, row)
  }
  return [...newest.values()].toSorted((a, b) => (a.uri < b.uri ? -1 : 1))
}

function* chunked(rows: VersionColumns[]) {
  let chunk: VersionColumns[] = []
  let values = 0
  let length = 0
  for (const row of rows) {
    const cells = Object.values(row)
    const size = cells.reduce<number>((sum, cell) => sum + lengthOf(cell), 0)
    const isFull =
      chunk.length === MAX_ROWS || values + cells.length > MAX_VALUES || length + size > MAX_LENGTH
    if (chunk.length && isFull) {
      yield chunk
      ;[chunk, values, length] = [[], 0, 0]
    }
    chunk.push(row)
    values += cells.length
    length += size
  }
  if (chunk.length) yield chunk
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8
}

function standardUpdates(trx: TransactionClientContract, updates: Record<string, 'new' | 'null'>) {
  return mapValues(updates, (value, column) =>
    value === 'null' ? null : trx.knexRawQuery('??', [`excluded.${column}`])
  )
}

/**
 * MySQL has no condition for the whole clause, so each column has one. Columns are assigned from
 * left to right and compare the stored `rev`, so `rev` comes last.
 */
function mysqlUpdates(
  trx: TransactionClientContract,
  table: string,
  { rev, ...updates }: Record<string, 'new' | 'null'>
) {
  return mapValues({ ...updates, rev }, (value, column) => {
    const [sql, bindings] = value === 'null' ? ['null', []] : ['values(??)', [column]]
    const revs = [`${table}.rev`, 'rev']
    return trx.knexRawQuery(`if(?? < values(??), ${sql}, ??)`, [
      ...revs,
      ...bindings,
      `${table}.${column}`,
    ])
  })
}

function mapValues<Value, Result>(
  object: Record<string, Value>,
  map: (value: Value, key: string) => Result
): Record<string, Result> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
}
