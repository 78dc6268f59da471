import { FetchError, OAuthResponseError } from '@atproto/oauth-client-node'

/**
 * Error codes of requests that never reached a server.
 */
const NOT_CONNECTED = [
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]

/**
 * How a token request failed.
 *
 * - `invalid_grant`: the server does not accept the refresh token any more
 * - `rejected`: the server does not accept the request; the refresh token was not used
 * - `not_sent`: the request did not reach the server, or the server did not take it
 * - `unknown`: the server may have taken the request
 */
export type TokenFailure = 'invalid_grant' | 'rejected' | 'not_sent' | 'unknown'

export function* causesOf(error: unknown) {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    yield cause
  }
}

/**
 * Classifies what the token request of the library's agent throws.
 */
export function classifyTokenError(error: unknown): TokenFailure {
  if (error instanceof OAuthResponseError) {
    if (error.error === 'invalid_grant') return 'invalid_grant'
    if (error.status === 429 || error.status === 503) return 'not_sent'
    return error.status < 500 ? 'rejected' : 'unknown'
  }
  const isConnected = !causesOf(error).some(
    (cause) => 'code' in cause && NOT_CONNECTED.includes(cause.code as string)
  )
  return isConnected ? 'unknown' : 'not_sent'
}

/**
 * Whether the server can't be used because of this app: its key, or its client metadata.
 */
export function isRejection(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      // The class behind this name is not exported.
      cause.constructor.name === 'AuthMethodUnsatisfiableError' ||
      (cause instanceof OAuthResponseError && cause.status < 500 && cause.status !== 429)
  )
}

/**
 * Whether a request failed, and not the code that made it.
 */
export function isRequestError(error: unknown): boolean {
  return error instanceof FetchError || !(error instanceof TypeError)
}

/**
 * Removes the requests from the library's errors: they have the tokens, and errors get printed.
 */
export function removeRequests(error: unknown) {
  for (const cause of causesOf(error)) {
    if (cause instanceof FetchError) Reflect.deleteProperty(cause, 'request')
  }
}
