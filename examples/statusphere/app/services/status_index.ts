import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { deleteMany, type RecordVersion, upsertMany } from 'adonisjs-atproto-tap/lucid'
import FeedChanged from '#events/feed_changed'
import Status from '#models/status'
import { lockAccounts } from '#services/account_index'

export interface StatusWrite extends RecordVersion {
  emoji: string
  /** As the author's client wrote it. It may be in the future. */
  createdAt: string
}

/**
 * The app's copy of all statuses. The same write arrives more than once (from the form, from Tap,
 * and from Tap again after a restart), sometimes late and out of order: `upsertMany` and
 * `deleteMany` keep the newest one by its `rev`.
 */
export default class StatusIndex {
  async put(write: StatusWrite): Promise<void> {
    await this.apply([write], [])
  }

  async remove(record: RecordVersion): Promise<void> {
    await this.apply([], [record])
  }

  /**
   * Stores changes of different records in one transaction.
   */
  async apply(writes: StatusWrite[], removals: RecordVersion[]): Promise<void> {
    const now = new Date().toISOString()
    const dids = [...new Set([...writes, ...removals].map(({ did }) => did))]

    // #region upsert
    await db.transaction(async (client) => {
      await lockAccounts(dids, client)
      const rows = writes.map(({ uri, did, rev, emoji, createdAt }) => {
        return { uri, did, rev, emoji, postedAt: earliest(createdAt, now) }
      })
      await upsertMany(Status, rows, { client })
      await deleteMany(Status, removals, { client })
      await markCurrent(dids, client)
    })
    // #endregion upsert

    await FeedChanged.dispatch(dids)
  }
}

/**
 * Marks the latest status of each account as the current one. Reads no other rows, because there
 * may be thousands.
 */
async function markCurrent(dids: string[], client: TransactionClientContract) {
  const latest: string[] = []
  for (const did of dids) latest.push(...(await latestOf(did, client)))

  const statuses = () => Status.query({ client }).whereIn('did', dids)
  await statuses().where({ isCurrent: true }).whereNotIn('uri', latest).update({ isCurrent: false })
  await statuses().whereIn('uri', latest).update({ isCurrent: true })
}

/** The URI of the latest status of an account, unless it has none. */
async function latestOf(did: string, client: TransactionClientContract): Promise<string[]> {
  const rows = await Status.query({ client })
    .where({ did })
    .orderBy([
      { column: 'postedAt', order: 'desc' },
      { column: 'uri', order: 'desc' },
    ])
    .limit(1)
    .select('uri')
    .pojo<{ uri: string }>()
  return rows.map(({ uri }) => uri)
}

/**
 * `createdAt` may be in the future, which would keep the status at the top of the feed until then.
 */
function earliest(createdAt: string, now: string): string {
  const date = new Date(createdAt)
  if (Number.isNaN(date.getTime())) return now
  return date.toISOString() < now ? date.toISOString() : now
}
