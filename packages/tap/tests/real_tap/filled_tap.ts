import { DatabaseSync } from 'node:sqlite'
import { startRealTap } from './real_tap.js'

/**
 * The real Tap server, which finds these frames in its outbox and sends them as they are.
 *
 * @param frames - By the ID that is in them
 */
export async function startFilledTap(frames: Map<number, string>) {
  const { url, start, database } = await startRealTap()
  const empty = await start()
  await empty.kill()
  const outbox = new DatabaseSync(database)
  const insert = outbox.prepare(
    'INSERT INTO outbox_buffers (id, did, live, data) VALUES (?, ?, 0, ?)'
  )
  for (const [id, data] of frames) insert.run(id, 'did:plc:stranger234567890123456', data)
  outbox.close()
  await start()
  return { url }
}
