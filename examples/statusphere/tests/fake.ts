import type { DevnetAccount } from 'adonisjs-atproto-devnet'
import oauth from 'adonisjs-atproto-oauth/services/main'
import { FakeAccount, type OAuthFake } from 'adonisjs-atproto-oauth/testing'
import tap from 'adonisjs-atproto-tap/services/main'
import { devnet } from '#tests/environment'

let running: OAuthFake | undefined

// #region fake
/**
 * For `group.each.setup`: accounts and their servers are in this process. For what the app does
 * with a real server, one test of each path uses the devnet.
 */
export async function fakeServers(): Promise<() => void> {
  const tapFake = tap.fake()
  const servers = await oauth.fake()
  running = servers
  return () => {
    running = undefined
    servers.restore()
    tapFake.restore()
  }
}
// #endregion fake

export function fake(): OAuthFake {
  if (!running) throw new Error('Call group.each.setup(fakeServers) first')
  return running
}

export type AnyAccount = DevnetAccount | FakeAccount

/** Does what the pages of the account's server do, and returns the callback URL. */
export function signInAtServer(url: URL, account: AnyAccount, options?: { consent?: boolean }) {
  return account instanceof FakeAccount
    ? fake().signIn(url, account, options)
    : devnet().signIn(url, account, options)
}
