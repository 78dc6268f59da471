import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { RecordTable } from './types.js'

/**
 * The URI of the row that stands for all accounts. Its `rev` changes when an account is deleted.
 */
export const ALL_ACCOUNTS = 'at://'

/** Any number, as long as it is always the same: "tap" as bytes. */
const LOCK_CLASS = 0x74_61_70

/**
 * The URI of the row that stands for one account. Its `rev` is the TID of the account's deletion.
 */
export function accountUri(did: string): string {
  return `at://${did}`
}

/**
 * Blocks the deletion of accounts until the transaction ends, or all other writes. Without it, a
 * late create and a deletion of its account that run at the same time would not see each other.
 */
export async function lockAccounts(
  trx: TransactionClientContract,
  { name, dialect }: RecordTable,
  mode: 'shared' | 'exclusive'
): Promise<void> {
  if (dialect === 'postgres') {
    const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
    await trx.knexRawQuery(`select ${lock}(?, hashtext(?))`, [LOCK_CLASS, name])
    return
  }
  const rows = () => trx.knexQuery().from(name).where({ uri: ALL_ACCOUNTS })
  if (dialect === 'sqlite') {
    // A write makes this transaction the only writer, even if it changes no row.
    await rows().update({ did: '' })
    return
  }
  const lock = () => (mode === 'shared' ? rows().forShare() : rows().forUpdate()).select('uri')
  const [row] = await lock()
  if (row) return
  // The table was emptied since it was first inspected.
  await addAccountsRow(trx, name)
  await lock()
}

/** Adds the row that is locked on MySQL. */
export async function addAccountsRow(client: QueryClientContract, table: string): Promise<void> {
  const values = { uri: ALL_ACCOUNTS, did: '', rev: '', is_deleted: true }
  await client.knexQuery().table(table).insert(values).onConflict('uri').ignore()
}

/**
 * Finds which of these accounts were deleted, and by which revision. Only under the lock.
 */
export async function deletedAccounts(
  trx: TransactionClientContract,
  { name, dialect }: RecordTable,
  dids: string[]
): Promise<Map<string, string>> {
  const rows = () =>
    trx
      .knexQuery()
      .from(name)
      .select('uri', 'did', 'rev')
      .whereIn('uri', [ALL_ACCOUNTS, ...dids.map(accountUri)])
  let found: { uri: string; did: string; rev: string }[] = await rows()
  if (dialect === 'mysql' && (await isStale(trx, name, found))) found = await rows().forShare()
  return new Map(found.map(({ did, rev }) => [did, rev]))
}

/**
 * A MySQL transaction reads the state of its first read. A locking read returns the latest state,
 * but would also lock gaps that other transactions insert into.
 */
async function isStale(trx: TransactionClientContract, name: string, found: any[]) {
  const [latest] = await trx
    .knexQuery()
    .from(name)
    .select('rev')
    .where({ uri: ALL_ACCOUNTS })
    .forShare()
  return latest?.rev !== found.find(({ uri }) => uri === ALL_ACCOUNTS)?.rev
}
