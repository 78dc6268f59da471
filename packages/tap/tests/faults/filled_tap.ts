import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { missingRealTap } from '@tests/support/real_tap'
import { tempFolder } from '@tests/support/temp_folder'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { cleanup, frame, recordEvent, STATUS } from '../helpers.js'
import { startRealTap } from './real_tap.js'

/** What the outbox of a server holds. */
interface Backlog {
  /** By the ID that is in them. */
  frames: Map<number, string>
  /** The repo of each. Default: a stranger's. */
  didOf?: (id: number) => string
}

const STRANGER = 'did:plc:stranger234567890123456'

/** Past records of these repos. The ID of each is its record key, too. */
export function createBacklog(events: number, didOf: (id: number) => string) {
  const frames = new Map<number, string>()
  for (let id = 1; id <= events; id++) {
    const record = { $type: STATUS }
    const event = recordEvent({ did: didOf(id), rkey: String(id), live: false, record })
    frames.set(id, frame(id, event))
  }
  return { frames, didOf }
}

/**
 * The real Tap server, which finds these frames in its outbox and sends them as they are. It
 * follows no repos: with a full outbox it would wait for room before it connects.
 */
export async function startFilledTap(backlog: Backlog) {
  const { url, start, kill, database } = await startRealTap({ TAP_OUTBOX_ONLY: 'true' })
  await start()
  await kill()
  fill(database, 'outbox_buffers', backlog)
  await start()
  return { url, adminPassword: undefined }
}

/** The embedded Tap server with such an outbox, on a network without accounts. */
async function startFilledEmbeddedTap(backlog: Backlog) {
  const options = { dataDir: await tempFolder(), accounts: [] }
  const empty = await startDevnet(options)
  await empty.close()
  fill(join(options.dataDir, 'tap', 'tap.sqlite'), 'outbox', backlog)
  const devnet = await startDevnet(options)
  cleanup(() => devnet.close())
  return { url: devnet.tap!.url, adminPassword: devnet.tap!.adminPassword }
}

/** Both servers, with a full outbox. */
export const filledTaps = [
  { name: 'the embedded Tap', missing: undefined, start: startFilledEmbeddedTap },
  { name: 'the real Tap', missing: missingRealTap, start: startFilledTap },
]

function fill(file: string, table: string, { frames, didOf = () => STRANGER }: Backlog) {
  const database = new DatabaseSync(file)
  database.exec('BEGIN')
  const insert = database.prepare(`INSERT INTO ${table} (id, did, live, data) VALUES (?, ?, 0, ?)`)
  for (const [id, data] of frames) insert.run(id, didOf(id), data)
  database.exec('COMMIT')
  database.close()
}
