import { setTimeout as sleep } from 'node:timers/promises'
import debug from '../../debug.js'
import { E_ATPROTO_MISSING_TABLE } from '../../errors.js'
import { withoutBusyTimeout } from './sqlite.js'
import type { Connect, QueryBuilder, Raw } from './types.js'

/** How long a query waits for a database file that is locked. In milliseconds. */
const BUSY_TIMEOUT = 5_000
const BUSY_PAUSES = { shortest: 5, longest: 100 }

/** SQL for the milliseconds since the epoch, by the clock of the database. */
const CLOCKS: Record<string, string> = {
  'sqlite3': "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  'better-sqlite3': "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  'libsql': "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  'postgres': 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)',
  'mysql': 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)',
}

/** The databases that have a clock here. */
export const SUPPORTED_DIALECTS = Object.keys(CLOCKS)

/**
 * Runs queries on the app's database. Reads go to the primary, too: a replica may not have the
 * newest tokens yet.
 */
export class Database {
  #connect: Connect

  constructor(connect: Connect) {
    this.#connect = connect
  }

  /** The current time of the database, in milliseconds since the epoch, as SQL. */
  get clock(): string {
    return CLOCKS[this.#connect().dialect.name]
  }

  async now(): Promise<number> {
    const client = this.#connect().getWriteClient()
    const [{ now }] = await client.select(client.raw(`${this.clock} as now`))
    return Number(now)
  }

  /** The clock plus a duration, as a value to write. */
  after(milliseconds: number): Raw {
    return this.#connect().getWriteClient().raw(`${this.clock} + ?`, [milliseconds])
  }

  /** An expression to write. */
  raw(sql: string): Raw {
    return this.#connect().getWriteClient().raw(sql)
  }

  /**
   * Runs a query, again and again while the database file is locked by someone else.
   *
   * @param build - Called for each attempt
   * @throws E_ATPROTO_MISSING_TABLE
   */
  async run<T>(table: string, build: (query: QueryBuilder) => PromiseLike<T>): Promise<T> {
    const startedAt = performance.now()
    for (let pause = BUSY_PAUSES.shortest; ; pause = Math.min(pause * 2, BUSY_PAUSES.longest)) {
      const client = this.#connect()
      const query = client.getWriteClient()(table) as QueryBuilder
      try {
        return await withoutBusyTimeout(client, query, build)
      } catch (error) {
        if (isTableMissing(error)) {
          throw new E_ATPROTO_MISSING_TABLE(
            `The table "${table}" does not exist. Create it with "node ace migration:run"`,
            { cause: error }
          )
        }
        if (!isBusy(error) || performance.now() - startedAt > BUSY_TIMEOUT) throw error
        debug('the database file is locked, trying again in %d ms', pause)
        await sleep(pause)
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^SQLITE_(BUSY|LOCKED)/.test(code)
}

/** PostgreSQL and MySQL have a code for it. */
function isTableMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === '42P01' || code === 'ER_NO_SUCH_TABLE') return true
  return typeof message === 'string' && /\bno such table: \w+$/.test(message)
}
