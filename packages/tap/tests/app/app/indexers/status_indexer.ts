import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import { writeMany } from 'adonisjs-atproto-tap/lucid'
import type { status } from '../../start/tap.js'
import Status from '../models/status.js'

/** The `handled` table is the test's: it shows every run. */
export default class StatusIndexer {
  async handle(event: RecordEvent<typeof status>) {
    const run = { uri: event.uri, action: event.action, pid: process.pid }
    await db.table('handled').insert({ ...run, step: 'begun' })
    await sleep(Number(process.env.HANDLER_MS ?? 0))
    if (process.env.FAIL) throw new Error('Poison')

    await writeMany(Status, [event], ({ record }) => ({ status: record.status }))
    await db.table('handled').insert({ ...run, step: 'done' })
  }
}
