/**
 * Binds the services that all requests of a process share.
 */
import app from '@adonisjs/core/services/app'
import transmit from '@adonisjs/transmit/services/main'
import FeedAnnouncements from '#services/feed_announcements'
import FragmentCache from '#services/fragment_cache'
import ServerLog from '#services/server_log'
import StatusMarkup from '#services/status_markup'

app.container.singleton(StatusMarkup, () => new StatusMarkup())
app.container.singleton(FragmentCache, () => new FragmentCache())
app.container.singleton(ServerLog, async (resolver) => new ServerLog(await resolver.make('logger')))
app.container.singleton(FeedAnnouncements, () => {
  return new FeedAnnouncements((announcement) => transmit.broadcast('feed', { ...announcement }))
})
