import transmit from '@adonisjs/transmit/services/main'
import type FeedChanged from '#events/feed_changed'

/**
 * Tells every open page to refresh. The message carries no markup: each browser requests its own
 * page, because the page depends on who is signed in.
 */
export default class BroadcastFeed {
  handle(event: FeedChanged) {
    transmit.broadcast('feed', { did: event.did })
  }
}
