import { setTimeout as sleep } from 'node:timers/promises'
import { keepRecent } from '#helpers/keep_recent'

/** The parts of a better-sqlite3 connection that Knex uses for queries. */
interface Connection {
  pragma(sql: string): unknown
  prepare(sql: string): Statement
}

interface Statement {
  all(bindings: unknown[]): unknown
  run(bindings: unknown[]): unknown
}

/** How many statements a connection keeps, instead of compiling them each time. */
const STATEMENTS = 200

/** How long a query waits for its turn to write. In milliseconds. */
const BUSY_TIMEOUT = 5_000
const PAUSES = { shortest: 2, longest: 50 }

/**
 * Sets up a connection to a database file that several processes share. One of them writes at a
 * time, and the others wait. The synchronous driver would block its process while it waits, so its
 * queries fail immediately and are retried here. Knex awaits their results.
 */
export function shareDatabaseFile(connection: Connection): void {
  // Readers don't wait for a running write. They see the state before it.
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('busy_timeout = 0')

  const prepare = connection.prepare.bind(connection)
  const statements = new Map<string, Statement>()
  connection.prepare = (sql) => {
    // A transaction that starts with a read can't write if another process has written since then.
    const statement =
      statements.get(sql) ?? withPatience(prepare(sql === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : sql))
    keepRecent(statements, sql, statement, STATEMENTS)
    return statement
  }
}

function withPatience(statement: Statement): Statement {
  const { all, run } = statement
  return Object.assign(statement, {
    all: (bindings: unknown[]) => whenFree(() => all.call(statement, bindings)),
    run: (bindings: unknown[]) => whenFree(() => run.call(statement, bindings)),
  })
}

async function whenFree<T>(query: () => T): Promise<T> {
  const end = performance.now() + BUSY_TIMEOUT
  for (let pause = PAUSES.shortest; ; pause = Math.min(pause * 2, PAUSES.longest)) {
    try {
      return query()
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
      await sleep(pause)
    }
  }
}

function isBusy(error: unknown) {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}
