/**
 * A connection as in `config/database.ts`. It is plain data that can be passed to another process.
 */
export type DatabaseConnection =
  | {
      client: 'better-sqlite3'
      connection: { filename: string }
      useNullAsDefault: true
    }
  | {
      client: 'pg' | 'mysql2'
      connection: {
        host: string
        port: number
        user: string
        password: string
        database: string
      }
    }

export interface TestDatabase {
  dialect: 'sqlite' | 'postgres' | 'mysql'
  /** For the titles of groups. */
  name: string
  /** Why it can't be used on this machine. */
  missing?: string
  /** Creates an empty database. The first call starts the server, which ends with this process. */
  create(): Promise<DatabaseConnection>
}
