import { DatabaseSync } from 'node:sqlite'
import { databases } from '@tests/support/databases'
import pg from 'pg'

const ROWS = 'select uri from statuses where did = $1 and is_deleted = false'

/** Where the app keeps its rows, and how to read them beside the app. */
export interface AppDatabase {
  /** What the app needs to find it. */
  env: Record<string, string>
  /** The at-uris of one account's statuses. */
  readRows(did: string): Promise<string[]>
  close(): Promise<void>
}

/** @param file of the SQLite database; PostgreSQL is a server of its own */
export async function openDatabase(dialect: string, file: string): Promise<AppDatabase> {
  return dialect === 'postgres' ? startPostgres() : openSqlite(file)
}

function openSqlite(file: string): AppDatabase {
  return {
    env: { DB_PATH: file },
    async readRows(did) {
      using database = new DatabaseSync(file, { readOnly: true })
      return database.prepare(ROWS).all({ $1: did }).map(uriOf)
    },
    async close() {},
  }
}

async function startPostgres(): Promise<AppDatabase> {
  const postgres = databases.find(({ dialect }) => dialect === 'postgres')!
  if (postgres.missing) throw new Error(postgres.missing)
  const { connection } = await postgres.create()
  if (!('port' in connection)) throw new Error('The database is not on a server')

  const { user, host, port, database } = connection
  const pool = new pg.Pool(connection)
  return {
    env: { DATABASE_URL: `postgres://${user}@${host}:${port}/${database}` },
    async readRows(did) {
      const { rows } = await pool.query(ROWS, [did])
      return rows.map(uriOf)
    },
    close: () => pool.end(),
  }
}

const uriOf = (row: Record<string, unknown>) => String(row.uri)
