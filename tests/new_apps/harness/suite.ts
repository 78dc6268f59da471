import { join } from 'node:path'
import { run } from '@tests/support/processes'
import { packInto } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { ROOT } from '@tests/support/workspace'
import { type Devnet, startDevnet } from 'adonisjs-atproto-devnet'

/** What the apps of this suite index. */
export const COLLECTION = 'xyz.statusphere.status'

const CLI = join(ROOT, 'packages/devnet/bin/atproto_devnet.js')

/** The network that all apps share. */
export let devnet: Devnet
let tarballs: Record<string, string>

/** Starts the network, and packs our packages as they were built. */
export async function setUp() {
  tarballs = await packInto(await tempFolder())
  devnet = await startDevnet({ accounts: [], tap: { collectionFilters: [COLLECTION] } })
  return () => devnet.close()
}

export const tarballOf = (name: string): string => tarballs[name]!

/** Runs `npx atproto-devnet …` in a folder, for the network, which is not at the default ports. */
export async function runDevnetCli(args: string[], cwd: string): Promise<void> {
  const servers = Object.entries({ plc: devnet.plc, pds: devnet.pds, tap: devnet.tap })
  const ports = servers.map(([name, { port }]) => `--${name}-port=${port}`)
  await run(process.execPath, [CLI, ...args, ...ports], { cwd })
}
