import type { BaseSchema } from '@adonisjs/lucid/schema'

export type Table = Parameters<Parameters<BaseSchema['schema']['createTable']>[1]>[0]

/** Collations that compare bytes. SQLite compares them anyway. */
const COLLATIONS: Record<string, string> = { postgresql: 'C', mysql: 'ascii_bin' }

/**
 * Adds a case-sensitive column for ASCII text. By default, MySQL ignores case, and the collation of
 * PostgreSQL may sort revisions in another order.
 */
export function binaryString(
  table: Table,
  name: string,
  length: number
): ReturnType<Table['string']> {
  const column = table.string(name, length)
  const collation = COLLATIONS[dialectOf(table)]
  return collation ? column.collate(collation) : column
}

/** Adds a column for any text, even in a MySQL database with another character set. */
export function unicodeText(table: Table, name: string): ReturnType<Table['text']> {
  const column = table.text(name)
  return dialectOf(table) === 'mysql' ? column.collate('utf8mb4_bin') : column
}

/** The dialect that Knex builds the table for. */
export function dialectOf(table: Table): string {
  return (table as unknown as { client: { dialect: string } }).client.dialect
}

/**
 * Adds the columns of `IndexedRecord`. All other columns must be nullable or have a default,
 * because the row of a deleted record is kept without its content.
 *
 * @example
 * this.schema.createTable('statuses', (table) => {
 *   recordColumns(table)
 *   table.string('emoji').nullable()
 * })
 */
export function recordColumns(table: Table): void {
  // A record key has up to 512 characters, a collection 317, and a DID those of a long host name.
  binaryString(table, 'uri', 1_500).primary()
  binaryString(table, 'did', 512).notNullable().index()
  binaryString(table, 'rev', 32).notNullable()
  table.boolean('is_deleted').notNullable().defaultTo(false)
}
