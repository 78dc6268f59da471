import type { ApplicationService } from '@adonisjs/core/types'
import type { Database as Lucid } from '@adonisjs/lucid/database'
import type { StoreProblem } from '../../types.js'
import { type ColumnInfo, columnProblems, TABLES } from './columns.js'

/** Where Lucid lists the migrations that were run, unless the connection names another table. */
const MIGRATIONS_TABLE = 'adonis_schema'

const MIGRATE = 'Run "node ace migration:run"'

/**
 * Returns what is wrong with the tables of a connection: for `atproto:doctor`.
 */
export async function examineTables(
  app: ApplicationService,
  lucid: Lucid,
  connection: string
): Promise<StoreProblem[]> {
  const pending = await pendingMigrations(app, lucid, connection)
  // What the tables lack may be in there.
  if (pending.length > 0) {
    return pending.map((name) => ({
      message: `The migration ${name} has not been run`,
      fix: MIGRATE,
    }))
  }
  const problems: StoreProblem[] = []
  for (const table of Object.keys(TABLES)) {
    problems.push(...(await examineTable(lucid, connection, table)))
  }
  return problems
}

async function examineTable(lucid: Lucid, connection: string, table: string) {
  const client = lucid.connection(connection).getWriteClient()
  const found = (await client(table).columnInfo()) as unknown as Record<string, ColumnInfo>
  if (Object.keys(found).length === 0) {
    return [{ message: `The table "${table}" does not exist`, fix: MIGRATE }]
  }
  return columnProblems(table, found).map((problem) => ({
    message: `In the table "${table}", the ${problem}`,
    fix: 'Add a migration that changes it to what "node ace configure" of this package creates',
  }))
}

/** Those of the AT Protocol packages: other migrations are the app's own business. */
async function pendingMigrations(app: ApplicationService, lucid: Lucid, connectionName: string) {
  const { config } = lucid.getRawConnection(connectionName)!
  const table = config.migrations?.tableName ?? MIGRATIONS_TABLE
  // The app does not use migrations. Listing them would create this table.
  if (!(await lucid.connection(connectionName).schema.hasTable(table))) return []

  const { MigrationRunner } = await import('@adonisjs/lucid/migration')
  const runner = new MigrationRunner(lucid, app, { direction: 'up', connectionName })
  const migrations = await runner.getList()
  return migrations
    .filter(({ name, status }) => status === 'pending' && /atproto/.test(name))
    .map(({ name }) => name)
}
