import { inject } from '@adonisjs/core'
import { l } from '@atproto/lex'
import type { AtprotoUser } from 'adonisjs-atproto-oauth'
import * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import StatusIndex from '#services/status_index'

/**
 * Writes to the signed-in account's own repo, then shows the result at once. Tap brings the same
 * write back soon after; should we die in between, it alone puts it in the feed.
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
     * No commit: the repo had no such record any more, so what we show is out of date.
     */
    const uri = `at://${user.did}/${xyz.statusphere.status.$nsid}/${rkey}`
    const shown = await Status.find(uri)
    const rev = commit?.rev ?? shown?.rev
    if (rev) await this.index.remove({ uri, did: user.did, rev })
  }
}
