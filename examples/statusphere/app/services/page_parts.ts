import { inject } from '@adonisjs/core'
import type Account from '#models/account'
import type Status from '#models/status'
import Feed, { type StatusPage } from '#services/feed'
import StatusMarkup from '#services/status_markup'

/** One row of a list: its shared markup, and its author. */
interface Row {
  uri: string
  did: string
  rkey: string
  html: string
}

export interface StatusList {
  rows: Row[]
  number: number
  hasMore: boolean
}

/**
 * The content of the pages and their live parts that is the same for everyone.
 */
@inject()
export default class PageParts {
  constructor(
    protected feed: Feed,
    protected markup: StatusMarkup
  ) {}

  async home(page: number) {
    return { list: await this.#listOf(await this.feed.latest(page)), top: await this.feed.top() }
  }

  /**
   * @param actor a DID or a handle
   * @returns null when there is no such account, or it is not active
   */
  async profile(actor: string, page: number) {
    const account = await this.feed.account(actor)
    if (!account) return null
    return {
      account: account as Account,
      list: await this.#listOf(await this.feed.of(account, page)),
      current: await this.feed.currentOf(account.did),
    }
  }

  async current(did: string): Promise<Status | null> {
    return this.feed.currentOf(did)
  }

  async #listOf({ statuses, number, hasMore }: StatusPage): Promise<StatusList> {
    const rows = statuses.map(async (status) => {
      const { uri, did, rkey } = status
      return { uri, did, rkey, html: await this.markup.of(status) }
    })
    return { rows: await Promise.all(rows), number, hasMore }
  }
}
