import { type Devnet, type DevnetAccount, startDevnet } from 'adonisjs-atproto-devnet'

/** What the apps of this suite index. */
export const COLLECTION = 'xyz.statusphere.status'

let running: Devnet | undefined

/** One network for the whole suite; each app signs in an account of its own. */
export const network = {
  async start() {
    running = await startDevnet({ accounts: [], tap: { collectionFilters: [COLLECTION] } })
    return () => running!.close()
  },

  get devnet(): Devnet {
    return running!
  },

  /** What an app's `.env` says to be on this network; where Tap is, `configure` was told. */
  get env(): Record<string, string> {
    const { ATPROTO_PLC_URL, ATPROTO_HANDLE_RESOLVER, TAP_ADMIN_PASSWORD } = running!.env
    return { ATPROTO_PLC_URL, ATPROTO_HANDLE_RESOLVER, TAP_ADMIN_PASSWORD }
  },

  createAccount(): Promise<DevnetAccount> {
    return running!.createAccount()
  },
}
