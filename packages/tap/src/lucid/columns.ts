import type { BaseSchema } from '@adonisjs/lucid/schema'

export type Table = Parameters<Parameters<BaseSchema['schema']['createTable']>[1]>[0]

/** Collations that compare bytes. SQLite compares them anyway. */
const COLLATIONS: Record<string, string> = { postgresql: 'C', mysql: 'ascii_bin' }

/**
 * A column for ASCII text that tells upper from lower case, as record keys do: by default MySQL
 * does not, and a collation of PostgreSQL may sort otherwise than revisions do.
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

/** A column for any text, also in a MySQL database that was created with another character set. */
export function unicodeText(table: Table, name: string): ReturnType<Table['text']> {
  const column = table.text(name)
  return dialectOf(table) === 'mysql' ? column.collate('utf8mb4_bin') : column
}

/** The dialect that Knex builds the table for */
export function dialectOf(table: Table): string {
  return (table as unknown as { client: { dialect: string } }).client.dialect
}

/**
 * The columns of `IndexedRecord`. All others of the table have to be nullable or have a default: a
 * deleted record leaves a row without its content.
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
