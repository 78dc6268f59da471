import { packInto } from '@tests/support/tarballs'
import { tempFolder } from '@tests/support/temp_folder'
import { type Devnet, type DevnetAccount, startDevnet } from 'adonisjs-atproto-devnet'

/** What the apps of this suite index. */
export const COLLECTION = 'xyz.statusphere.status'

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
  get tapUrl(): string {
    return devnet.tap.url
  },

  /** What an app's `.env` needs for this network, except for the URL of Tap. */
  get env(): Record<string, string> {
    const { ATPROTO_PLC_URL, ATPROTO_HANDLE_RESOLVER, TAP_ADMIN_PASSWORD } = devnet.env
    return { ATPROTO_PLC_URL, ATPROTO_HANDLE_RESOLVER, TAP_ADMIN_PASSWORD }
  },

  createAccount: (): Promise<DevnetAccount> => devnet.createAccount(),

  signIn: (authorizationUrl: URL, account: DevnetAccount): Promise<URL> =>
    devnet.signIn(authorizationUrl, account),
}
