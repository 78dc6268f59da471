import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import FeedChanged from '#events/feed_changed'
import Account from '#models/account'
import { ensureAccount } from '#services/account_index'
import Status from '#models/status'

export interface StatusRecord {
  uri: string
  did: string
  rev: string
  emoji: string
  /** The record's own `createdAt`: whatever its author likes it to be. */
  createdAt: string
}

type StatusRow = {
  uri: string
  did: string
  rev: string
  emoji: string | null
  indexed_at: string
  posted_at: string
  is_deleted: boolean
}

/**
 * The app's copy of everyone's statuses. The same record arrives more than once: from the form that
 * posted it, from Tap, from Tap again after a restart, at times late and out of order. The at-uri
 * says which row it is and the rev says whether it is news, so every write may be repeated.
 */
export default class StatusIndex {
  async put(record: StatusRecord): Promise<void> {
    const now = new Date().toISOString()

    await this.#write('<', {
      uri: record.uri,
      did: record.did,
      rev: record.rev,
      emoji: record.emoji,
      indexed_at: now,
      posted_at: earlier(record.createdAt, now),
      is_deleted: false,
    })
  }

  /**
   * Also for a record that never arrived: its create may still be on the way.
   */
  async remove(record: { uri: string; did: string; rev: string }): Promise<void> {
    const now = new Date().toISOString()

    await this.#write('<=', {
      uri: record.uri,
      did: record.did,
      rev: record.rev,
      emoji: null,
      indexed_at: now,
      posted_at: now,
      is_deleted: true,
    })
  }

  /**
   * @param over which revisions of the row this one goes over
   */
  async #write(over: '<' | '<=', row: StatusRow): Promise<void> {
    const isNews = await db.transaction(async (trx) => {
      await ensureAccount(row.did, trx)
      if (await isDeleted(row.did, trx)) return false

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
        .where('statuses.rev', over, row.rev)
        .returning('uri')
      // #endregion upsert

      if (written.length > 0) await recomputeCurrent(row.did, trx)
      return written.length > 0
    })

    if (isNews) await FeedChanged.dispatch(row.did)
  }
}

/**
 * Nothing comes back from an account that is gone.
 */
async function isDeleted(did: string, trx: TransactionClientContract) {
  const account = await Account.findOrFail(did, { client: trx })
  return account.status === 'deleted'
}

/**
 * An account's current status is its latest that still exists.
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
 * A record may claim to be from next year; it would then head the feed until that year comes.
 */
function earlier(claimed: string, now: string): string {
  const date = new Date(claimed)
  if (Number.isNaN(date.getTime())) return now
  return date.toISOString() < now ? date.toISOString() : now
}
