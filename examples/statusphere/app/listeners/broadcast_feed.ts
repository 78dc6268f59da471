import transmit from '@adonisjs/transmit/services/main'
import type FeedChanged from '#events/feed_changed'

/**
 * Tells every open page to look again. The message carries no markup: each browser asks for its
 * own page, which knows who is looking.
 */
export default class BroadcastFeed {
  handle(event: FeedChanged) {
    transmit.broadcast('feed', { did: event.did })
  }
}
