import { inject } from '@adonisjs/core'
import type { IdentityEvent } from 'adonisjs-atproto-tap'
import AccountIndex from '#services/account_index'
import HandleLookup from '#services/handle_lookup'

@inject()
export default class AccountIndexer {
  constructor(
    protected accounts: AccountIndex,
    protected handles: HandleLookup
  ) {}

  async handle({ did, handle, isActive, status }: IdentityEvent) {
    if (status === 'deleted') return this.accounts.delete(did)

    await this.accounts.setActive(did, isActive)
    await this.accounts.setHandle(did, await this.handles.find(did, handle))
  }
}
