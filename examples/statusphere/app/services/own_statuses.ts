import { inject } from '@adonisjs/core'
import { l } from '@atproto/lex'
import type { AtprotoUser } from 'adonisjs-atproto-oauth'
import * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import StatusIndex from '#services/status_index'

/**
 * Writes to the repo of the signed-in account, and indexes the status at once so that the next page
 * shows it. Tap sends the same write later; if the process dies in between, Tap's event is enough.
 */
@inject()
export default class OwnStatuses {
  constructor(protected index: StatusIndex) {}

  // #region post
  async post(user: AtprotoUser, emoji: string): Promise<void> {
    const createdAt = l.currentDatetimeString()
    const { uri, commit } = await user.client.create(xyz.statusphere.status, {
      status: emoji,
      createdAt,
    })

    await this.index.put({ uri, did: user.did, rev: commit?.rev ?? '', emoji, createdAt })
  }
  // #endregion post

  async delete(user: AtprotoUser, rkey: string): Promise<void> {
    const { commit } = await user.client.delete(xyz.statusphere.status, { rkey })

    /**
     * There is no commit when the record was deleted before: the index is out of date.
     */
    const uri = `at://${user.did}/${xyz.statusphere.status.$nsid}/${rkey}`
    const indexed = await Status.find(uri)
    const rev = commit?.rev ?? indexed?.rev
    if (rev) await this.index.remove({ uri, did: user.did, rev })
  }
}
