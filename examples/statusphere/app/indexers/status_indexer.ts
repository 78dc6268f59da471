import { inject } from '@adonisjs/core'
import type { RecordEvent } from 'adonisjs-atproto-tap'
import type * as xyz from '#lexicons/xyz'
import StatusIndex from '#services/status_index'

@inject()
export default class StatusIndexer {
  constructor(protected index: StatusIndex) {}

  async handle(event: RecordEvent<typeof xyz.statusphere.status>) {
    if (event.action === 'delete') return this.index.remove(event)

    const { status: emoji, createdAt } = event.record
    return this.index.put({ uri: event.uri, did: event.did, rev: event.rev, emoji, createdAt })
  }
}
