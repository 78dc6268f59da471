import { missingRealTap } from '@tests/support/real_tap'
import { until } from '@tests/support/until'
import { TapClient } from '../../src/client/client.js'
import { config, startNetwork, STATUS } from '../helpers.js'
import { startRealTap } from './real_tap.js'

type Network = Awaited<ReturnType<typeof startNetwork>>

/** A network, and a Tap server on it. */
export interface StartedTap {
  url: string
  adminPassword: string
  /** Ends the server, which forgets the last acks. */
  kill(): Promise<void>
  /** Starts the killed server on its data, at the same address. */
  startAgain(): Promise<unknown>
  accounts: Network['accounts']
  pds: Network['pds']
}

export interface TestTap {
  name: string
  /** Why it can't run here. */
  missing?: string
  start(options?: { webhookUrl?: string }): Promise<StartedTap>
}

/** Makes the server follow an account, and waits until it has read what is there. */
export async function follow({ url, adminPassword }: StartedTap, { did }: { did: string }) {
  const client = new TapClient(config({ url, adminPassword }))
  await client.addRepos([did])
  await until(async () => (await client.repoInfo(did))?.state === 'active')
  return client
}

/** A collection that an app binds later. */
export const REACTION = 'xyz.statusphere.reaction'

/** Both servers. They send events again after three seconds, and find no accounts on their own. */
export const taps: TestTap[] = [
  {
    name: 'the embedded Tap',
    async start(options) {
      const { tap, accounts, pds } = await startNetwork({
        signalCollection: undefined,
        collectionFilters: [STATUS, REACTION],
        retryTimeout: 3_000,
        ...options,
      })
      const { url, adminPassword } = tap
      const [kill, startAgain] = [() => tap.stop(), () => tap.start()]
      return { url, adminPassword: adminPassword!, kill, startAgain, accounts, pds }
    },
  },
  {
    name: 'the real Tap',
    missing: missingRealTap,
    async start({ webhookUrl } = {}) {
      const { devnet, url, start, kill } = await startRealTap({
        TAP_COLLECTION_FILTERS: `${STATUS},${REACTION}`,
        TAP_ADMIN_PASSWORD: 'sesame',
        ...(webhookUrl && { TAP_WEBHOOK_URL: webhookUrl }),
      })
      await start()
      const { accounts, pds } = devnet
      return { url, adminPassword: 'sesame', kill, startAgain: start, accounts, pds }
    },
  },
]
