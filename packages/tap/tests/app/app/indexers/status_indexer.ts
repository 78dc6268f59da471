import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { isNewerRev, type RecordEvent } from 'adonisjs-atproto-tap'

import type { status } from '../../start/tap.js'

/**
 * The pattern that the README recommends: one row for each record, guarded by its rev, kept as a tombstone when deleted. The
 * `handled` table is the test's: it shows every run.
 */
export default class StatusIndexer {
  async handle(event: RecordEvent<typeof status>) {
    const run = { uri: event.uri, action: event.action, pid: process.pid }
    await db.table('handled').insert({ ...run, step: 'begun' })
    await sleep(Number(process.env.HANDLER_MS ?? 0))

    await db.transaction(async (trx) => {
      const stored = await trx.from('statuses').where('uri', event.uri).first()
      if (!isNewerRev(event.rev, stored?.rev)) return
      await trx
        .knexQuery()
        .table('statuses')
        .insert({
          uri: event.uri,
          did: event.did,
          rev: event.rev,
          status: event.record?.status ?? null,
        })
        .onConflict('uri')
        .merge()
    })
    await db.table('handled').insert({ ...run, step: 'done' })
  }
}
