import edge from 'edge.js'
import { keepRecent } from '#helpers/keep_recent'
import { timeAgo } from '#helpers/time_ago'
import type Status from '#models/status'

/** Statuses on the first pages of the feed, and some profiles. */
const LIMIT = 2_000

/**
 * Caches the markup of statuses that is the same for everyone, so that pages don't render them
 * again. The page adds what only the author sees.
 */
export default class StatusMarkup {
  /** The least recently used one comes first. */
  #rendered = new Map<string, Promise<string>>()

  async of(status: Status): Promise<string> {
    const { uri, rev, postedAt, account } = status
    const key = [uri, rev, account.name, account.identity, timeAgo(postedAt)].join('\n')

    const rendered = this.#rendered.get(key) ?? edge.render('components/status/item', { status })
    keepRecent(this.#rendered, key, rendered, LIMIT)
    return rendered
  }
}
