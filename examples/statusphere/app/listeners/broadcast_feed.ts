import { inject } from '@adonisjs/core'
import type FeedChanged from '#events/feed_changed'
import FeedAnnouncements from '#services/feed_announcements'

/**
 * Tells every open page to refresh. The message carries no markup: a page requests the parts that
 * have changed, which the server renders once for all of them.
 */
@inject()
export default class BroadcastFeed {
  constructor(protected announcements: FeedAnnouncements) {}

  handle(event: FeedChanged) {
    this.announcements.add(event.dids)
  }
}
