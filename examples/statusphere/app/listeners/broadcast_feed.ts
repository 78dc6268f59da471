import { inject } from '@adonisjs/core'
import type FeedChanged from '#events/feed_changed'
import FeedAnnouncements from '#services/feed_announcements'

/**
 * Tells every open page to refresh. The message contains no markup: a page requests the changed
 * parts, which are rendered once for all pages.
 */
@inject()
export default class BroadcastFeed {
  constructor(protected announcements: FeedAnnouncements) {}

  handle(event: FeedChanged) {
    this.announcements.add(event.dids)
  }
}
