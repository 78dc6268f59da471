import edge from 'edge.js'
import { keepRecent } from '#helpers/keep_recent'
import { timeAgo } from '#helpers/time_ago'
import type Status from '#models/status'

/** Statuses on the first pages of the feed, and some profiles. */
const LIMIT = 2_000

/**
 * Renders what everyone sees of a status once for everyone: a page full of statuses costs no
 * rendering. What only its author sees is added by the page.
 */
export default class StatusMarkup {
  /** Ordered from the one that was not used for the longest time. */
  #rendered = new Map<string, Promise<string>>()

  async of(status: Status): Promise<string> {
    const { uri, rev, postedAt, account } = status
    const key = [uri, rev, account.name, account.identity, timeAgo(postedAt)].join('\n')

    const rendered = this.#rendered.get(key) ?? edge.render('components/status/item', { status })
    keepRecent(this.#rendered, key, rendered, LIMIT)
    return rendered
  }
}
