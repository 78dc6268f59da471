/**
 * Who may listen to what, and how they let go.
 */
import app from '@adonisjs/core/services/app'
import transmit from '@adonisjs/transmit/services/main'

/**
 * Everyone to the feed. Nobody to anything else: a channel costs memory for as long as its listener
 * likes, under whatever name it likes.
 */
transmit.authorize('feed', () => true)
transmit.authorize('*', () => false)

/**
 * A page that listens to the feed keeps its connection open, and a server that stops waits for
 * those. AdonisJS 6 runs these hooks from first to last and 7 from last to first; on both, one of
 * the two comes before the server's own.
 */
function letListenersGo() {
  for (const [stream] of transmit.getManager().getAllSubscribers()) stream.end()
}

app.terminating(() => letListenersGo())
app.ready(() => {
  app.terminating(() => letListenersGo())
})
