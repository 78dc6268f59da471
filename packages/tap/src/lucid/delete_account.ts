import { randomBytes } from 'node:crypto'
import { accountUri, ALL_ACCOUNTS, lockAccounts } from './account_lock.js'
import { tidOf } from './tid.js'
import type { RecordModel, WriteOptions } from './types.js'
import { inTransaction } from './write.js'

/**
 * Removes every record of an account that was deleted. A tombstone stays, whose revision is of this
 * moment: events that are late can't bring a record back, and those of an account that returns can.
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
    // A server may have made up revisions of the future, which are to go as well.
    const [{ last }] = await rows().where({ did }).max('rev as last')
    const now = tidOf(Date.now())
    const rev = last > now ? last : now

    await rows().where({ did }).delete()
    const tombstone = { uri: accountUri(did), did, rev, is_deleted: true }
    await trx.knexQuery().table(table.name).insert(tombstone).onConflict('uri').merge(['rev'])
    // Another value than after the deletion before, which may be of the same millisecond.
    await rows()
      .where({ uri: ALL_ACCOUNTS })
      .update({ rev: `${now}-${randomBytes(4).toString('hex')}` })
  })
}
