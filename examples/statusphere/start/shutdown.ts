/**
 * Ends the web server promptly on SIGTERM. AdonisJS stops listening, then waits for every open
 * connection, such as the event streams of open pages.
 */
import app from '@adonisjs/core/services/app'
import server from '@adonisjs/core/services/server'
import transmit from '@adonisjs/transmit/services/main'
import { endConnections } from '#helpers/end_connections'

// #region hook
let isEnding = false

function end() {
  const httpServer = server.getNodeServer()
  if (isEnding || !httpServer) return

  isEnding = true
  endConnections(httpServer, () => {
    for (const [stream] of transmit.getManager().getAllSubscribers()) stream.end()
  })
}

/**
 * AdonisJS 6 runs terminating hooks from first to last, AdonisJS 7 from last to first. With one
 * hook now and another one later, one of them runs before the server's own hook on both.
 */
app.terminating(() => end())
app.ready(() => {
  app.terminating(() => end())
})
// #endregion hook
