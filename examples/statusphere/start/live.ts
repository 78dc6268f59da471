/**
 * Authorizes live updates.
 */
import transmit from '@adonisjs/transmit/services/main'

/**
 * Allow everyone to subscribe to the feed, and nobody to any other channel: each channel uses
 * memory for as long as it has a subscriber, whatever its name.
 */
transmit.authorize('feed', () => true)
transmit.authorize('*', () => false)
