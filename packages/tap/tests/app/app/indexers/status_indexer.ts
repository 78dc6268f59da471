import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { isNewerRev, type RecordEvent } from 'adonisjs-atproto-tap'
import type { status } from '../../start/tap.js'
import Status from '../models/status.js'

/**
 * The pattern that the README recommends: one row for each record, guarded by its rev, kept as a
 * tombstone when deleted. The `handled` table is the test's: it shows every run.
 */
export default class StatusIndexer {
  async handle(event: RecordEvent<typeof status>) {
    const run = { uri: event.uri, action: event.action, pid: process.pid }
    await db.table('handled').insert({ ...run, step: 'begun' })
    await sleep(Number(process.env.HANDLER_MS ?? 0))
    if (process.env.FAIL) throw new Error('Poison')

    // #region pattern
    await db.transaction(async (client) => {
      const { uri, did, rev } = event
      const stored = await Status.query({ client }).where('uri', uri).forUpdate().first()
      if (!isNewerRev(rev, stored?.rev)) return

      const value = event.action === 'delete' ? null : event.record.status
      await Status.updateOrCreate({ uri }, { did, rev, status: value }, { client })
    })
    // #endregion pattern
    await db.table('handled').insert({ ...run, step: 'done' })
  }
}
