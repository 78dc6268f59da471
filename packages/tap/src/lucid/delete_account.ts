import { randomBytes } from 'node:crypto'
import { accountUri, ALL_ACCOUNTS, lockAccounts } from './account_lock.js'
import { tidOf } from './tid.js'
import type { RecordModel, WriteOptions } from './types.js'
import { inTransaction } from './write.js'

/**
 * Removes all records of a deleted account. A tombstone with the current time as its revision
 * stays, so that late events can't bring a record back. If the account comes back, its new events
 * can.
 *
 * @throws E_TAP_INVALID_MODEL
 */
export async function deleteAccount(
  model: RecordModel,
  did: string,
  options: WriteOptions = {}
): Promise<void> {
  await inTransaction(model, options, async (trx, table) => {
    await lockAccounts(trx, table, 'exclusive')
    const rows = () => trx.knexQuery().from(table.name)
    // Records with revisions in the future, which a server may have made up, are removed too.
    const [{ last }] = await rows().where({ did }).max('rev as last')
    const now = tidOf(Date.now())
    const rev = last > now ? last : now

    await rows().where({ did }).delete()
    const tombstone = { uri: accountUri(did), did, rev, is_deleted: true }
    await trx.knexQuery().table(table.name).insert(tombstone).onConflict('uri').merge(['rev'])
    // The value must differ from the one of the previous deletion, even in the same millisecond.
    await rows()
      .where({ uri: ALL_ACCOUNTS })
      .update({ rev: `${now}-${randomBytes(4).toString('hex')}` })
  })
}
