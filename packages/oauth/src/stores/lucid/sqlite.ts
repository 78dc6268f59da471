import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { QueryBuilder } from './types.js'

/** The part of better-sqlite3 that is used here. */
interface SyncConnection {
  prepare(sql: string): { get(): { timeout: number } }
  /** Takes a tenth of the time of a prepared statement, and returns nothing. */
  exec(sql: string): unknown
}

interface KnexClient {
  acquireConnection(): Promise<SyncConnection>
  releaseConnection(connection: SyncConnection): Promise<void>
}

/**
 * Read once, since every page of a signed-in browser comes through here: apps set the timeout of a
 * connection when it is made.
 */
const timeouts = new WeakMap<SyncConnection, number>()

function busyTimeoutOf(connection: SyncConnection): number {
  let timeout = timeouts.get(connection)
  if (timeout === undefined) {
    timeout = connection.prepare('PRAGMA busy_timeout').get().timeout
    timeouts.set(connection, timeout)
  }
  return timeout
}

const SYNCHRONOUS = ['better-sqlite3', 'libsql']

/**
 * Runs a query without the driver's own wait for a locked file. That wait stops the whole process,
 * for up to five seconds. The connection is the app's, so it gets its timeout back.
 */
export async function withoutBusyTimeout<T>(
  client: QueryClientContract,
  query: QueryBuilder,
  build: (query: QueryBuilder) => PromiseLike<T>
): Promise<T> {
  // Within a transaction there is one connection, and the file is locked by it.
  if (!SYNCHRONOUS.includes(client.dialect.name) || client.isTransaction) return build(query)

  const knex = (client.getWriteClient() as unknown as { client: KnexClient }).client
  const connection = await knex.acquireConnection()
  try {
    const timeout = busyTimeoutOf(connection)
    connection.exec('PRAGMA busy_timeout = 0')
    try {
      return await build(query.connection(connection as never) as QueryBuilder)
    } finally {
      connection.exec(`PRAGMA busy_timeout = ${timeout}`)
    }
  } finally {
    await knex.releaseConnection(connection)
  }
}
