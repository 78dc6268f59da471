import { join } from 'node:path'
import { run } from '@tests/support/processes'
import { packInto } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { ROOT } from '@tests/support/workspace'
import { type Devnet, type DevnetAccount, startDevnet } from 'adonisjs-atproto-devnet'

/** What the apps of this suite index. */
export const COLLECTION = 'xyz.statusphere.status'

const CLI = join(ROOT, 'packages/devnet/bin/atproto_devnet.js')

let devnet: Devnet
let tarballs: Record<string, string>

/** Starts the network that all apps share, and packs our packages as they were built. */
export async function setUp() {
  tarballs = await packInto(await tempFolder())
  devnet = await startDevnet({ accounts: [], tap: { collectionFilters: [COLLECTION] } })
  return () => devnet.close()
}

export const tarballOf = (name: string): string => tarballs[name]!

export const network = {
  /** What an app's `.env` needs for this network. */
  get env(): Record<string, string> {
    return devnet.env
  },

  /** The flags of the command line for this network, which is not at the default ports. */
  get ports(): string[] {
    const servers = { plc: devnet.plc, pds: devnet.pds, tap: devnet.tap }
    return Object.entries(servers).map(([name, { url }]) => `--${name}-port=${new URL(url).port}`)
  },

  /** Runs `npx atproto-devnet …` in a folder. */
  cli: (args: string[], cwd: string): Promise<string> =>
    run(process.execPath, [CLI, ...args], { cwd }),

  createAccount: (): Promise<DevnetAccount> => devnet.createAccount(),

  signIn: (authorizationUrl: URL, account: DevnetAccount): Promise<URL> =>
    devnet.signIn(authorizationUrl, account),
}
