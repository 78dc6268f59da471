import { inject } from '@adonisjs/core'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import type { InvalidRecordEvent } from 'adonisjs-atproto-tap/types'
import { displayNameOf } from '#helpers/display_name'
import type * as app from '#lexicons/app'
import AccountIndex from '#services/account_index'

@inject()
export default class ProfileIndexer {
  constructor(protected accounts: AccountIndex) {}

  async handle({ did, rev, record }: RecordEvent<typeof app.bsky.actor.profile>) {
    await this.accounts.setDisplayName(did, displayNameOf(record?.displayName), rev)
  }

  async invalid({ did, rev }: InvalidRecordEvent) {
    await this.accounts.setDisplayName(did, null, rev)
  }
}
