/**
 * Binds listeners to events.
 */
import emitter from '@adonisjs/core/services/emitter'
import FeedChanged from '#events/feed_changed'

const BroadcastFeed = () => import('#listeners/broadcast_feed')
const FollowAccount = () => import('#listeners/follow_account')

emitter.on(FeedChanged, [BroadcastFeed, 'handle'])
emitter.on('atproto:signed_in', [FollowAccount, 'handle'])
