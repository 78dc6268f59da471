import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { findRealTap } from '@tests/support/real_tap'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { cleanup, STATUS } from '../helpers.js'

/**
 * The real Tap server on a network of the devnet. It can be killed and started again at the same
 * address, on the same data.
 */
export async function startRealTap(settings: Record<string, string> = {}) {
  const binary = findRealTap()
  if (!binary) throw new Error('The real Tap was not found on the PATH or at TAP_BIN')
  const devnet = await startDevnet({ tap: false })
  cleanup(() => devnet.close())
  const dataDir = await tempFolder()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`

  const start = async () => {
    const child = spawn(binary, ['run'], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TAP_PLC_URL: devnet.plc.url,
        TAP_RELAY_URL: devnet.pds.url,
        TAP_DATABASE_URL: `sqlite://${join(dataDir, 'tap.db')}`,
        TAP_BIND: `127.0.0.1:${port}`,
        TAP_COLLECTION_FILTERS: STATUS,
        TAP_RETRY_TIMEOUT: '3s',
        TAP_LOG_LEVEL: 'info',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let log = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (log += text))
    const ended = once(child, 'close')
    const kill = async () => {
      child.kill('SIGKILL')
      await ended
    }
    cleanup(kill)
    const isHealthy = () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false
      )
    const isFollowing = () => log.includes('"connected to firehose"')
    await until(
      settings.TAP_OUTBOX_ONLY ? isHealthy : isFollowing,
      () => `the real Tap to connect: ${log}`
    )
    return { kill }
  }
  return { devnet, url, start, database: join(dataDir, 'tap.db') }
}
