/**
 * Authorizes live updates, and closes them on shutdown.
 */
import app from '@adonisjs/core/services/app'
import transmit from '@adonisjs/transmit/services/main'

/**
 * Allow everyone to subscribe to the feed, and nobody to any other channel: each channel uses
 * memory for as long as it has a subscriber, whatever its name.
 */
transmit.authorize('feed', () => true)
transmit.authorize('*', () => false)

/**
 * Open pages keep a connection to the server, which waits for its connections to close when it
 * shuts down. AdonisJS 6 runs terminating hooks first to last, AdonisJS 7 last to first: registered
 * twice, the hook runs before the server's own one on both.
 */
function closeStreams() {
  for (const [stream] of transmit.getManager().getAllSubscribers()) stream.end()
}

app.terminating(() => closeStreams())
app.ready(() => {
  app.terminating(() => closeStreams())
})
