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
const PATIENCE = 5_000
const PAUSES = { shortest: 2, longest: 50 }

/**
 * Sets up a connection to a database file that several processes write. One of them writes at a
 * time, and the others wait. The driver is synchronous: while it waits, its whole process does
 * nothing else. Therefore it does not wait, and its queries are repeated here. Knex awaits their
 * results.
 */
export function shareDatabaseFile(connection: Connection): void {
  // Readers see the state before a write that is under way, and wait for nobody.
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('busy_timeout = 0')

  const prepare = connection.prepare.bind(connection)
  const statements = new Map<string, Statement>()
  connection.prepare = (sql) => {
    // A transaction that reads first can't write once another process has written in between.
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
  const end = performance.now() + PATIENCE
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
