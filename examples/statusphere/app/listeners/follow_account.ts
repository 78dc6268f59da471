import { inject } from '@adonisjs/core'
import tap from 'adonisjs-atproto-tap/services/main'
import type { AtprotoUser } from 'adonisjs-atproto-oauth'
import AccountIndex from '#services/account_index'

/**
 * Whoever signs in is somebody we know by name, and whose repo Tap follows from now on. Should Tap
 * be away just then, its signal collection finds the account by the next status.
 */
@inject()
export default class FollowAccount {
  constructor(protected accounts: AccountIndex) {}

  async handle({ user }: { user: AtprotoUser }) {
    await this.accounts.identify(user.did, user.handle ?? null)
    await tap.addRepos([user.did])
  }
}
