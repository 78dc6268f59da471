import { binaryString, dialectOf, type Table, unicodeText } from './columns.js'

/**
 * Adds the columns of `atproto_tap_dead_letters`.
 */
export function deadLetterColumns(table: Table): void {
  table.bigIncrements('id')
  binaryString(table, 'event_key', 64).notNullable().unique()
  binaryString(table, 'reason', 16).notNullable()
  binaryString(table, 'kind', 16).nullable()
  binaryString(table, 'did', 2_048).nullable().index()
  binaryString(table, 'collection', 317).nullable().index()
  binaryString(table, 'rkey', 512).nullable()
  binaryString(table, 'uri', 2_900).nullable()
  binaryString(table, 'rev', 64).nullable()
  binaryString(table, 'action', 16).nullable()
  table.boolean('live').nullable()
  // The text that the server sent, as bytes.
  longBinary(table, 'frame').nullable()
  table.bigInteger('bytes').notNullable()
  unicodeText(table, 'error').notNullable()
  table.integer('attempts').notNullable()
  table.bigInteger('first_seen_at').notNullable()
  table.bigInteger('parked_at').notNullable()
}

/**
 * Adds the columns of `atproto_tap_leases`. Only one process at a time may retry dead letters.
 */
export function leaseColumns(table: Table): void {
  binaryString(table, 'name', 64).primary()
  binaryString(table, 'owner', 64).notNullable()
  table.bigInteger('expires_at').notNullable()
}

/** The default binary type of MySQL is limited to 64 KB. */
function longBinary(table: Table, name: string) {
  return dialectOf(table) === 'mysql' ? table.specificType(name, 'longblob') : table.binary(name)
}
