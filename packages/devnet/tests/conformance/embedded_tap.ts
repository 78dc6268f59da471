import { join } from 'node:path'
import { NodeProcess } from '@tests/support/processes'
import { startTap } from '../../src/tap/start_tap.js'
import type { TapOptions } from '../../src/tap/types.js'
import type { Launch, TapProcess } from './tap_process.js'

const PROCESS = join(import.meta.dirname, 'embedded_tap_process.ts')

/** Runs the embedded server in this process, where it can only be stopped. */
export async function launchEmbeddedTap(launch: Launch): Promise<TapProcess> {
  const tap = await startTap(tapOptions(launch))
  return {
    url: tap.url,
    async end(signal) {
      if (signal === 'SIGKILL') throw new Error('Only a server with its own process can be killed')
      await tap.close()
    },
  }
}

/** Runs it in a process of its own, which can be killed. */
export async function launchEmbeddedTapProcess(launch: Launch): Promise<TapProcess> {
  const loader = import.meta.resolve('@tests/support/typescript')
  const tap = new NodeProcess(['--import', loader, PROCESS, JSON.stringify(tapOptions(launch))])
  const [url] = await tap.match(/^http:\S+$/m)
  return { url, end: (signal) => tap.kill(signal) }
}

function tapOptions({ devnet, dataDir, options }: Launch): TapOptions {
  return { ...options, dataDir, pdsUrl: devnet.pds.url, plcUrl: devnet.plc.url }
}
