import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import FeedChanged from '#events/feed_changed'
import Account from '#models/account'
import Status from '#models/status'
import { ensureAccount } from '#services/account_index'

export interface StatusWrite {
  uri: string
  did: string
  rev: string
  emoji: string
  /** As the author's client wrote it: it may lie in the future. */
  createdAt: string
}

interface StatusRow {
  uri: string
  did: string
  rev: string
  emoji: string | null
  indexed_at: string
  posted_at: string
  is_deleted: boolean
}

/**
 * The app's copy of all statuses. The same write arrives more than once (from the form, from Tap,
 * and from Tap again after a restart), sometimes late and out of order. The at-uri identifies the
 * row, and a row is only overwritten by a newer `rev`, so every write can be repeated.
 */
export default class StatusIndex {
  async put(write: StatusWrite): Promise<void> {
    const now = new Date().toISOString()

    await this.#write('<', {
      uri: write.uri,
      did: write.did,
      rev: write.rev,
      emoji: write.emoji,
      indexed_at: now,
      posted_at: earliest(write.createdAt, now),
      is_deleted: false,
    })
  }

  /**
   * Also stores a row for an unknown record: its create event may still arrive.
   */
  async remove(write: Pick<StatusWrite, 'uri' | 'did' | 'rev'>): Promise<void> {
    const now = new Date().toISOString()

    await this.#write('<=', {
      uri: write.uri,
      did: write.did,
      rev: write.rev,
      emoji: null,
      indexed_at: now,
      posted_at: now,
      is_deleted: true,
    })
  }

  /**
   * @param comparison how the stored `rev` must compare to the new one
   */
  async #write(comparison: '<' | '<=', row: StatusRow): Promise<void> {
    const hasChanged = await db.transaction(async (trx) => {
      await ensureAccount(row.did, trx)
      const account = await Account.findOrFail(row.did, { client: trx })
      if (account.isDeleted) return false

      // #region upsert
      const written = await trx
        .knexQuery()
        .table('statuses')
        .insert(row)
        .onConflict('uri')
        .merge({
          emoji: row.emoji,
          rev: row.rev,
          posted_at: trx.knexRawQuery('min(excluded.posted_at, statuses.indexed_at)'),
          is_deleted: row.is_deleted,
        })
        .where('statuses.rev', comparison, row.rev)
        .returning('uri')
      // #endregion upsert

      if (written.length > 0) await recomputeCurrent(row.did, trx)
      return written.length > 0
    })

    if (hasChanged) await FeedChanged.dispatch(row.did)
  }
}

/**
 * The current status of an account is its latest one that is not deleted.
 */
async function recomputeCurrent(did: string, trx: TransactionClientContract) {
  const ofAccount = () => Status.query({ client: trx }).where('did', did)

  await ofAccount().where('isCurrent', true).update({ isCurrent: false })
  const latest = await ofAccount()
    .where('isDeleted', false)
    .orderBy([
      { column: 'postedAt', order: 'desc' },
      { column: 'uri', order: 'desc' },
    ])
    .first()

  if (latest) await latest.merge({ isCurrent: true }).save()
}

/**
 * `createdAt` may lie in the future, and would keep the status on top of the feed until then.
 */
function earliest(createdAt: string, now: string): string {
  const date = new Date(createdAt)
  if (Number.isNaN(date.getTime())) return now
  return date.toISOString() < now ? date.toISOString() : now
}
