/**
 * A page that listens to the feed keeps its connection open, and a server that stops waits for
 * those. AdonisJS 6 runs these hooks from first to last and 7 from last to first; on both, one of
 * the two comes before the server's own.
 */
import app from '@adonisjs/core/services/app'
import transmit from '@adonisjs/transmit/services/main'

function letListenersGo() {
  for (const [stream] of transmit.getManager().getAllSubscribers()) stream.end()
}

app.terminating(() => letListenersGo())
app.ready(() => {
  app.terminating(() => letListenersGo())
})
