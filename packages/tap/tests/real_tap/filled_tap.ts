import { DatabaseSync } from 'node:sqlite'
import { startRealTap } from './real_tap.js'

/**
 * The real Tap server, which finds these frames in its outbox and sends them as they are. It
 * follows no repos: with a full outbox it would wait for room before it connects.
 *
 * @param frames - By the ID that is in them
 */
export async function startFilledTap(frames: Map<number, string>) {
  const { url, start, database } = await startRealTap({ TAP_OUTBOX_ONLY: 'true' })
  const empty = await start()
  await empty.kill()
  const outbox = new DatabaseSync(database)
  outbox.exec('BEGIN')
  const insert = outbox.prepare(
    'INSERT INTO outbox_buffers (id, did, live, data) VALUES (?, ?, 0, ?)'
  )
  for (const [id, data] of frames) insert.run(id, 'did:plc:stranger234567890123456', data)
  outbox.exec('COMMIT')
  outbox.close()
  await start()
  return { url }
}
