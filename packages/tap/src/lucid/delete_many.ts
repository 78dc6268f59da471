import type { RecordModel, RecordVersion, WriteOptions } from './types.js'
import { inTransaction, writeNewer } from './write.js'

/**
 * Deletes records, if the delete is newer than the stored row. A tombstone without the record's
 * content stays, so that a late event can't bring it back. Takes delete events.
 *
 * @throws E_TAP_INVALID_MODEL
 */
export async function deleteMany(
  model: RecordModel,
  records: RecordVersion[],
  options: WriteOptions = {}
): Promise<void> {
  if (records.length === 0) return
  await inTransaction(model, options, async (trx, table) => {
    const rows = records.map(({ uri, did, rev }) => ({ uri, did, rev, is_deleted: true }))
    const emptied = table.content.map((name) => [name, 'null' as const])
    const updates = { ...Object.fromEntries(emptied), is_deleted: 'new', rev: 'new' }
    await writeNewer(trx, table, rows, updates)
  })
}
