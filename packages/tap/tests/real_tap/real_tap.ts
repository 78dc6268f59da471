import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from '@tests/support/ports'
import { tempFolder } from '@tests/support/temp_folder'
import { until } from '@tests/support/until'
import { startDevnet } from 'adonisjs-atproto-devnet'
import { cleanup, STATUS } from '../helpers.js'

const BINARY = process.env.TAP_BIN ?? 'tap'

/**
 * The real Tap server on a network of the devnet. It can be killed and started again at the same
 * address, on the same data.
 */
export async function startRealTap() {
  const devnet = await startDevnet({ tap: false })
  cleanup(() => devnet.close())
  const dataDir = await tempFolder()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`

  const start = async () => {
    const child = spawn(BINARY, ['run'], {
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
    await until(
      () => log.includes('"connected to firehose"'),
      () => `the real Tap to connect: ${log}`
    )
    return { kill }
  }
  return { devnet, url, start }
}
