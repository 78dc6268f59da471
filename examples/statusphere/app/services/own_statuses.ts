import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import { Logger } from '@adonisjs/core/logger'
import { l, XrpcResponseError } from '@atproto/lex'
import type { AtprotoUser } from 'adonisjs-atproto-oauth'
import * as xyz from '#lexicons/xyz'
import Status from '#models/status'
import StatusIndex from '#services/status_index'

/** How long a user waits until the app has indexed a write that their server has stored. */
const INDEX_TIMEOUT = 1_000

/**
 * Writes to the repo of the signed-in account, and indexes the status immediately so that the next
 * page shows it. Tap sends the same write later, which is enough if the process dies in between or
 * the database is busy.
 */
@inject()
export default class OwnStatuses {
  constructor(
    protected index: StatusIndex,
    protected logger: Logger
  ) {}

  // #region post
  /**
   * @param rkey the key of the record, if it is known in advance
   * @returns whether the next page shows the status
   */
  async post(user: AtprotoUser, emoji: string, rkey?: string): Promise<boolean> {
    const createdAt = l.currentDatetimeString()
    const record = { status: emoji, createdAt }
    const { uri, commit } = await user.client.create(xyz.statusphere.status, record, { rkey })

    const rev = commit?.rev ?? ''
    return this.#indexes(this.index.put({ uri, did: user.did, rev, emoji, createdAt }))
  }
  // #endregion post

  async exists(user: AtprotoUser, rkey: string): Promise<boolean> {
    try {
      await user.client.get(xyz.statusphere.status, { rkey })
      return true
    } catch (error) {
      if (error instanceof XrpcResponseError && error.error === 'RecordNotFound') return false
      throw error
    }
  }

  async delete(user: AtprotoUser, rkey: string): Promise<void> {
    const { commit } = await user.client.delete(xyz.statusphere.status, { rkey })

    /**
     * There is no commit if the record was already deleted. Then the index is out of date.
     */
    const uri = `at://${user.did}/${xyz.statusphere.status.$nsid}/${rkey}`
    const rev = commit?.rev ?? (await this.#newerRev(uri))
    if (rev) await this.#indexes(this.index.remove({ uri, did: user.did, rev }))
  }

  /**
   * Waits a short time for a write to the index, which may fail: the record is stored on the user's
   * server.
   */
  async #indexes(write: Promise<void>): Promise<boolean> {
    const done = write.then(
      () => true,
      (error) => {
        this.logger.warn(`A status is not indexed yet, Tap will send it: ${error.message}`)
        return false
      }
    )
    return Promise.race([done, sleep(INDEX_TIMEOUT, false)])
  }

  /** Returns a revision that sorts after the row's, and before any later one of the repo. */
  async #newerRev(uri: string): Promise<string | null> {
    const indexed = await Status.find(uri)
    return indexed && `${indexed.rev}2`
  }
}
