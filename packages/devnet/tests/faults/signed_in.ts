import type { TestContext } from '@japa/runner/core'
import type { Devnet } from '../../index.js'
import { devnetFor, oauthClient } from '../helpers.js'

/** A devnet and alice, signed in through a real OAuth client. */
export async function signedIn(context: TestContext) {
  const devnet = await devnetFor(context, { accounts: ['alice', 'bob'] })
  return { devnet, ...(await signIn(devnet)) }
}

export async function signIn(devnet: Devnet) {
  const client = oauthClient(devnet)
  const [alice] = devnet.accounts
  const callback = await devnet.signIn(await client.authorize(alice.handle), alice)
  const { session } = await client.callback(callback.searchParams)
  return { client, session, alice }
}
