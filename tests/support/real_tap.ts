import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import { isExecutable } from './executable.js'
import { freePort } from './ports.js'
import { until } from './until.js'

/** Where the real Tap is: TAP_BIN, or `tap` on the PATH. */
export function findRealTap(): string | undefined {
  const { TAP_BIN, PATH = '' } = process.env
  const candidates = TAP_BIN ? [TAP_BIN] : PATH.split(delimiter).map((dir) => join(dir, 'tap'))
  return candidates.find(isExecutable)
}

/** Why specs on the real Tap can't run here, or undefined if they can. */
export const missingRealTap = findRealTap()
  ? undefined
  : 'the real Tap was not found on the PATH or at TAP_BIN'

/**
 * Starts the real Tap server, and waits until it follows the network, or until it is healthy if it
 * only sends its outbox.
 *
 * @param database the path of its SQLite file
 * @param settings its environment variables
 */
export async function launchRealTap(
  database: string,
  settings: Record<string, string>,
  port?: number
) {
  const binary = findRealTap()
  if (!binary) throw new Error(missingRealTap)

  const address = `127.0.0.1:${port ?? (await freePort())}`
  const url = `http://${address}`
  const { PATH, HOME } = process.env
  const paths = { PATH, HOME, TAP_DATABASE_URL: `sqlite://${database}`, TAP_BIND: address }
  const child = spawn(binary, ['run'], {
    env: { ...paths, TAP_LOG_LEVEL: 'info', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (log += text))

  const isFollowing = () => log.includes('"connected to firehose"')
  const isHealthy = async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok
  const isReady = settings.TAP_OUTBOX_ONLY ? isHealthy : isFollowing
  await until(
    async () => child.exitCode !== null || (await isReady()),
    () => `the real Tap to connect: ${log}`
  )
  if (child.exitCode !== null) throw new Error(`The real Tap ended: ${log}`)

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { url, end }
}
