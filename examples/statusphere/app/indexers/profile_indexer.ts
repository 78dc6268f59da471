import { inject } from '@adonisjs/core'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import type * as app from '#lexicons/app'
import AccountIndex from '#services/account_index'

@inject()
export default class ProfileIndexer {
  constructor(protected accounts: AccountIndex) {}

  async handle(event: RecordEvent<typeof app.bsky.actor.profile>) {
    const name = event.action === 'delete' ? '' : (event.record.displayName ?? '').trim()
    await this.accounts.setDisplayName(event.did, name || null, event.rev)
  }
}
