import { join } from 'node:path'
import { launchRealTap, missingRealTap } from '@tests/support/real_tap'
import { until } from '@tests/support/until'
import Sqlite from 'better-sqlite3'
import type { Launch, TapProcess } from './tap_process.js'

const INSTALL =
  'go install github.com/bluesky-social/indigo/cmd/tap@v0.0.0-20260605210604-af2fec94f34c'

/** Exits with an error message when the real Tap is not installed. */
export function requireRealTap(): void {
  if (!missingRealTap) return
  console.error(
    `${missingRealTap}: get it with \`${INSTALL}\` and put "$(go env GOPATH)/bin" on the PATH, or name the binary in TAP_BIN.`
  )
  process.exit(1)
}

/** Runs the real server in a process of its own. */
export async function launchReal(launch: Launch): Promise<TapProcess> {
  const database = join(launch.dataDir, 'tap.db')
  const { url, end } = await launchRealTap(database, settingsOf(launch))
  return { url, cursorSaved: (seq) => cursorSaved(database, seq), end }
}

/**
 * The real server saves its cursor once a second. If it is stopped before the first time, it starts
 * at the newest event the next time, and misses what was written in between.
 */
async function cursorSaved(file: string, seq: number): Promise<void> {
  const database = new Sqlite(file, { readonly: true })
  const cursor = database.prepare('SELECT cursor FROM firehose_cursors').pluck()
  await until(
    () => Number(cursor.get() ?? 0) >= seq,
    () => `the real Tap to save a cursor of ${seq}`
  )
  database.close()
}

function settingsOf({ devnet, options }: Launch): Record<string, string> {
  const { signalCollection, collectionFilters, adminPassword, webhookUrl, retryTimeout } = options
  return {
    TAP_PLC_URL: devnet.plc.url,
    TAP_RELAY_URL: devnet.pds.url,
    ...(signalCollection && { TAP_SIGNAL_COLLECTION: signalCollection }),
    ...(collectionFilters && { TAP_COLLECTION_FILTERS: collectionFilters.join(',') }),
    ...(adminPassword && { TAP_ADMIN_PASSWORD: adminPassword }),
    ...(webhookUrl && { TAP_WEBHOOK_URL: webhookUrl }),
    ...(retryTimeout && { TAP_RETRY_TIMEOUT: `${retryTimeout}ms` }),
  }
}
