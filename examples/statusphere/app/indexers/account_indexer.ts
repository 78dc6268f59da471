import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import oauth from 'adonisjs-atproto-oauth/services/main'
import type { IdentityEvent } from 'adonisjs-atproto-tap'
import AccountIndex from '#services/account_index'

@inject()
export default class AccountIndexer {
  constructor(protected accounts: AccountIndex) {}

  async handle({ did, handle, isActive, status }: IdentityEvent) {
    oauth.identity.forget(did)
    if (status === 'deleted') return this.accounts.delete(did)

    await this.accounts.setActive(did, isActive)
    const isVerified = handle && handle !== 'handle.invalid'
    await this.accounts.setHandle(did, isVerified ? handle : await this.#findHandle(did))
  }

  // #region handle
  /**
   * Looks up the handle if Tap could not verify it: on a local network it never can, and a name
   * server may have failed.
   */
  async #findHandle(did: string): Promise<string | null> {
    const account = await oauth.identity.resolve(did)
    if (account?.handleStatus === 'unavailable') {
      // The handle may still be valid, so the event is retried.
      throw new Exception(`The handle of ${did} can't be checked right now`)
    }
    return account?.handle ?? null
  }
  // #endregion handle
}
