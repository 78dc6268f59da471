import { E_TAP_MISSING_TABLE } from '../errors.js'

/** Creates the error for a missing table. */
export function missingTable(table: string, cause?: unknown): E_TAP_MISSING_TABLE {
  return new E_TAP_MISSING_TABLE(
    `The table "${table}" does not exist. Create it with "node ace migration:run"`,
    { cause }
  )
}

/**
 * Waits for queries of a table.
 *
 * @throws E_TAP_MISSING_TABLE
 */
export async function onTable<T>(table: string, queries: PromiseLike<T>): Promise<T> {
  try {
    return await queries
  } catch (error) {
    throw isTableMissing(error) ? missingTable(table, error) : error
  }
}

/** PostgreSQL and MySQL have a code for it. */
function isTableMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === '42P01' || code === 'ER_NO_SUCH_TABLE') return true
  return typeof message === 'string' && /\bno such table: \w+$/.test(message)
}
