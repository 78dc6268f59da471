import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { launchRealTap } from '@tests/support/real_tap'
import { tempFolder } from '@tests/support/temp_folder'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { cleanup, STATUS } from '../helpers.js'

/**
 * The real Tap server on a network of the devnet. It can be killed and started again at the same
 * address, on the same data.
 */
export async function startRealTap(settings: Record<string, string> = {}) {
  const devnet = await startDevnet({ tap: false })
  cleanup(() => devnet.close())
  const database = join(await tempFolder(), 'tap.db')
  const port = await freePort()
  const env = {
    TAP_PLC_URL: devnet.plc.url,
    TAP_RELAY_URL: devnet.pds.url,
    TAP_COLLECTION_FILTERS: STATUS,
    TAP_RETRY_TIMEOUT: '3s',
    ...settings,
  }

  let tap: Awaited<ReturnType<typeof launchRealTap>> | undefined
  const start = async () => void (tap = await launchRealTap(database, env, port))
  const kill = async () => tap?.end('SIGKILL')
  cleanup(kill)
  return { devnet, url: `http://127.0.0.1:${port}`, start, kill, database }
}
