import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/**
 * @returns Why rows of this table could overwrite each other, or undefined
 */
export async function checkMysqlTable(
  table: string,
  client: QueryClientContract
): Promise<string | undefined> {
  const indexes: { name: string; column: string }[] = await client
    .knexQuery()
    .from('information_schema.statistics')
    .select('index_name as name', 'column_name as column')
    .whereRaw('table_schema = database()')
    .where({ table_name: table, non_unique: 0 })

  const other = indexes.find(({ name }) => name !== 'PRIMARY')
  if (other) {
    return `it has another unique key, "${other.name}". MySQL updates the row that conflicts with any unique key, so one record could overwrite another`
  }
  if (indexes.length !== 1 || indexes[0].column !== 'uri') {
    return `the primary key of the table "${table}" must be "uri"`
  }

  const [uri] = await client
    .knexQuery()
    .from('information_schema.columns')
    .select('collation_name as collation')
    .whereRaw('table_schema = database()')
    .where({ table_name: table, column_name: 'uri' })
  if (!/(_bin|^binary)$/.test(uri.collation ?? 'binary')) {
    return `the column "uri" has the collation ${uri.collation}, which takes "a" for "A". Create it with recordColumns()`
  }
}
