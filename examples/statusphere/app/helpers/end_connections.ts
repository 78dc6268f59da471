import type { Server } from 'node:http'

/** How long a response may still take, in milliseconds. */
const RESPONSE_TIMEOUT = 5_000

/** The interval at which idle connections are closed, in milliseconds. */
const INTERVAL = 50

// #region end
/**
 * Closes the connections of a server that is about to close and waits for them: idle ones at once,
 * busy ones after their response, and the rest after a timeout. Node.js keeps a connection open for
 * the next request, so a single busy client would keep the process alive.
 *
 * @param endStreams ends responses that would never end; called repeatedly
 */
export function endConnections(
  server: Server,
  endStreams: () => void,
  timeout = RESPONSE_TIMEOUT
): void {
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))

  const endIdle = () => {
    endStreams()
    server.closeIdleConnections()
  }
  endIdle()
  const interval = setInterval(endIdle, INTERVAL).unref()
  const timer = setTimeout(() => server.closeAllConnections(), timeout).unref()
  server.once('close', () => {
    clearInterval(interval)
    clearTimeout(timer)
  })
}
// #endregion end
