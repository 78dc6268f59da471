import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startTap } from '../../src/tap/start_tap.js'
import type { TapOptions } from '../../src/tap/types.js'
import type { Launch, TapProcess } from './tap_process.js'

const PROCESS = join(import.meta.dirname, 'embedded_tap_process.ts')

/** Runs the embedded server in this process, where it can only be stopped. */
export async function launchEmbeddedTap(launch: Launch): Promise<TapProcess> {
  const tap = await startTap(tapOptions(launch))
  const kill = () => Promise.reject(new Error('Only a server with its own process can be killed'))
  return { url: tap.url, cursorSaved, stop: () => tap.close(), kill }
}

/** Runs it in a process of its own, which can be killed. */
export async function launchEmbeddedTapProcess(launch: Launch): Promise<TapProcess> {
  const loader = import.meta.resolve('@poppinss/ts-exec')
  const args = ['--import', loader, PROCESS, JSON.stringify(tapOptions(launch))]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const [line] = await Promise.race([once(child.stdout, 'data'), ended])

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  const url = String(line).trim()
  return { url, cursorSaved, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

/** The embedded server saves its cursor together with the events. */
async function cursorSaved(): Promise<void> {}

function tapOptions({ devnet, dataDir, options }: Launch): TapOptions {
  return { ...options, dataDir, pdsUrl: devnet.pds.url, plcUrl: devnet.plc.url }
}
