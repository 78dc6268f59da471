import { setTimeout as sleep } from 'node:timers/promises'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import debug from '../debug.js'

/** How long a write that conflicts with others is retried, in milliseconds. */
const RETRY_TIMEOUT = 5_000
const PAUSES = { shortest: 5, longest: 100 }

/** Errors of writes that conflict with another one and can be retried. */
const CONFLICTS =
  /^(SQLITE_(BUSY|LOCKED)\w*|40001|40P01|ER_LOCK_DEADLOCK|ER_CHECKREAD|ER_LOCK_WAIT_TIMEOUT)$/

/** Drivers that block the whole process while they wait for a lock. */
const SYNCHRONOUS = new Set(['better-sqlite3', 'libsql'])

/**
 * Runs a transaction, and retries it after a conflict: a deadlock, or a locked database file. The
 * process is not blocked meanwhile.
 *
 * @param run - May be called several times
 */
export async function transaction<T>(
  client: QueryClientContract,
  run: (trx: TransactionClientContract) => Promise<T>
): Promise<T> {
  const startedAt = performance.now()
  for (let pause = PAUSES.shortest; ; pause = Math.min(pause * 2, PAUSES.longest)) {
    try {
      return await client.transaction((trx) => withoutWaiting(trx, run))
    } catch (error) {
      if (!isConflict(error) || performance.now() - startedAt > RETRY_TIMEOUT) throw error
      debug('a transaction got in the way of another one, again in %d ms', pause)
      await sleep(pause)
    }
  }
}

/**
 * The connection belongs to the app, so its timeout is restored.
 */
async function withoutWaiting<T>(
  trx: TransactionClientContract,
  run: (trx: TransactionClientContract) => Promise<T>
): Promise<T> {
  if (!SYNCHRONOUS.has(trx.dialect.name)) return run(trx)

  const [{ timeout }] = await trx.rawQuery('PRAGMA busy_timeout')
  await trx.rawQuery('PRAGMA busy_timeout = 0')
  try {
    return await run(trx)
  } finally {
    await trx.rawQuery(`PRAGMA busy_timeout = ${Number(timeout)}`)
  }
}

function isConflict(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && CONFLICTS.test(code)
}
