import { inject } from '@adonisjs/core'
import type { AtprotoUser } from 'adonisjs-atproto-oauth'
import tap from 'adonisjs-atproto-tap/services/main'
import AccountIndex from '#services/account_index'

/**
 * Stores the handle of an account that signs in, and has Tap follow its repo. If Tap is down, it
 * finds the account later through its signal collection.
 */
@inject()
export default class FollowAccount {
  constructor(protected accounts: AccountIndex) {}

  async handle({ user }: { user: AtprotoUser }) {
    await this.accounts.setHandle(user.did, user.handle ?? null)
    await tap.addRepos([user.did])
  }
}
