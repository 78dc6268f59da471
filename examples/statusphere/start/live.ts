/**
 * Authorizes live updates.
 */
import transmit from '@adonisjs/transmit/services/main'

/**
 * Everyone may subscribe to the feed, and nobody to other channels: any channel with a subscriber
 * uses memory.
 */
transmit.authorize('feed', () => true)
transmit.authorize('*', () => false)
