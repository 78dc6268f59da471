import type { Database } from '@adonisjs/lucid/database'
import type { DatabaseConnection } from '@tests/support/databases'
import { deleteAccount, deleteMany, upsertMany } from '../../src/lucid/main.js'
import { BOB } from '../helpers.js'
import { Status } from './helpers.js'
import { openDatabase } from './open_database.js'
import { shuffled, type Write, writes } from './random_writes.js'

/**
 * A worker of its own: writes what every other one writes, in an order of its own and some of it
 * twice. An outage is tried again, as the pipeline does.
 */
const [connections, deletesBob] = JSON.parse(process.argv[2]!) as [DatabaseConnection[], boolean]

const OUTAGES = new Set(['40P01', 'ER_LOCK_DEADLOCK', 'ER_CHECKREAD', 'SQLITE_BUSY'])

async function withRetries(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!OUTAGES.has((error as { code: string }).code)) throw error
    return withRetries(write)
  }
}

async function writeBatch(db: Database, batch: Write[]) {
  await db.transaction(async (client) => {
    const isDelete = ({ action }: Write) => action === 'delete'
    const rows = batch.filter((write) => !isDelete(write))
    const values = rows.map(({ action, ...row }) => ({ ...row, emoji: row.rev }))
    await upsertMany(Status, values, { client })
    await deleteMany(Status, batch.filter(isDelete), { client })
  })
}

async function writeAll(connection: DatabaseConnection) {
  const db = openDatabase(connection)
  const queue = shuffled([...writes(), ...shuffled(writes()).slice(0, 50)])
  const half = queue.length / 2
  let isBobDeleted = !deletesBob
  while (queue.length > 0) {
    const batch = queue.splice(0, 1 + Math.floor(Math.random() * 60))
    await withRetries(() => writeBatch(db, batch))
    if (isBobDeleted || queue.length > half) continue
    await withRetries(() => deleteAccount(Status, BOB))
    isBobDeleted = true
  }
  await db.manager.closeAll()
}

for (const connection of connections) await writeAll(connection)
