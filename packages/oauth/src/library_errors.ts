import {
  FetchError,
  FetchResponseError,
  OAuthCallbackError,
  OAuthResponseError,
} from '@atproto/oauth-client-node'

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
 * Error codes of requests that may have reached a server.
 */
const CONNECTION_LOST = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']

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

function find<T extends Error>(
  error: unknown,
  type: abstract new (...args: any[]) => T
): T | undefined {
  return causesOf(error).find((cause) => cause instanceof type) as T | undefined
}

const hasCode = (error: unknown, codes: string[]) =>
  causesOf(error).some((cause) => 'code' in cause && codes.includes(cause.code as string))

/** A server that rejects a request rejects it again; one that is overloaded may take it later. */
const isFinal = ({ status }: OAuthResponseError) => status < 500 && status !== 429

/**
 * Classifies what the token request of the library's agent throws.
 */
export function classifyTokenError(error: unknown): TokenFailure {
  if (error instanceof OAuthResponseError) {
    if (error.error === 'invalid_grant') return 'invalid_grant'
    if (error.status === 429 || error.status === 503) return 'not_sent'
    return isFinal(error) ? 'rejected' : 'unknown'
  }
  return hasCode(error, NOT_CONNECTED) ? 'not_sent' : 'unknown'
}

/**
 * The error of a server that rejected this app or its request.
 */
export function rejectionOf(error: unknown): { code: string; description?: string } | null {
  const response = find(error, OAuthResponseError)
  if (!response || !isFinal(response)) return null
  return { code: response.error ?? `${response.status}`, description: response.errorDescription }
}

/**
 * Whether the server can't be used because of this app: its key, or its client metadata.
 */
export function isRejection(error: unknown): boolean {
  // The class behind this name is not exported.
  const isKeyMissing = causesOf(error).some(
    ({ constructor }) => constructor.name === 'AuthMethodUnsatisfiableError'
  )
  return isKeyMissing || rejectionOf(error) !== null
}

/**
 * Whether a directory or a server responded that something does not exist (any more).
 */
export function isNotFound(error: unknown): boolean {
  const { statusCode } = find(error, FetchResponseError) ?? {}
  return statusCode === 404 || statusCode === 410
}

/**
 * Whether the account does not exist. False if it could not be looked up.
 */
export function isUnknownAccount(error: unknown): boolean {
  return (
    isNotFound(error) ||
    // The class behind this name is not exported.
    causesOf(error).some(({ name }) => name === 'IdentityResolverError')
  )
}

/**
 * Whether the user denied access.
 */
export function isAccessDenied(error: unknown): boolean {
  return error instanceof OAuthCallbackError && error.params.get('error') === 'access_denied'
}

/**
 * Whether a server is down or overloaded.
 */
export function isOutage(error: unknown): boolean {
  const response = find(error, OAuthResponseError)
  return response ? !isFinal(response) : find(error, FetchError) !== undefined
}

/**
 * Whether a connection ended before there was a response. A server closes idle ones, and a process
 * that was paused meanwhile finds that out by using one.
 */
export function isConnectionLost(error: unknown): boolean {
  return hasCode(error, CONNECTION_LOST)
}

/**
 * Whether a request failed, as opposed to the code that sent it.
 */
export function isRequestError(error: unknown): boolean {
  return error instanceof FetchError || !(error instanceof TypeError)
}

/**
 * Removes secrets from the library's errors: requests, which contain tokens, and the parameters of
 * a callback.
 */
export function removeSecrets(error: unknown) {
  for (const cause of causesOf(error)) {
    if (cause instanceof FetchError) Reflect.deleteProperty(cause, 'request')
    if (cause instanceof OAuthCallbackError) Reflect.deleteProperty(cause, 'params')
  }
}
