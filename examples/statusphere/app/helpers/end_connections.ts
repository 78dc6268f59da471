import type { Server } from 'node:http'

/** How long a response may still take, in milliseconds. */
const PATIENCE = 5_000

/** Between two looks at what has become idle, in milliseconds. */
const INTERVAL = 50

// #region end
/**
 * Ends the connections of a server that is about to close, because it waits for them: an idle one
 * at once, a busy one with its response, and whatever is left after a while. Node.js keeps a busy
 * one open for the next request, so a busy client alone would keep the process alive.
 *
 * @param endStreams ends the responses that never end by themselves; called repeatedly
 */
export function endConnections(server: Server, endStreams: () => void, patience = PATIENCE): void {
  server.prependListener('request', (_, response) => response.setHeader('connection', 'close'))

  const endIdle = () => {
    endStreams()
    server.closeIdleConnections()
  }
  endIdle()
  const interval = setInterval(endIdle, INTERVAL).unref()
  const timer = setTimeout(() => server.closeAllConnections(), patience).unref()
  server.once('close', () => {
    clearInterval(interval)
    clearTimeout(timer)
  })
}
// #endregion end
