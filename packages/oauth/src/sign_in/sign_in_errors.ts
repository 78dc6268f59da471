import {
  FetchError,
  FetchResponseError,
  OAuthCallbackError,
  OAuthResponseError,
} from '@atproto/oauth-client-node'
import {
  E_ATPROTO_ACCESS_DENIED,
  E_ATPROTO_ACCOUNT_NOT_FOUND,
  E_ATPROTO_CALLBACK_FAILED,
  E_ATPROTO_CLIENT_REFUSED,
  E_ATPROTO_SERVER_UNREACHABLE,
} from '../errors.js'

function* causesOf(error: unknown) {
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

/**
 * Shortens text from outside: messages are flashed, and the session may be a cookie.
 */
export function shorten(text: string) {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

/**
 * The error of an input that could not be resolved to an account.
 */
export function identityFailure(input: string, loginPath: string, error: unknown) {
  const isUnknown =
    // The class behind this name is not exported.
    causesOf(error).some((cause) => cause.name === 'IdentityResolverError') ||
    [404, 410].includes(find(error, FetchResponseError)?.statusCode ?? 0)

  return isUnknown
    ? new E_ATPROTO_ACCOUNT_NOT_FOUND(
        `No account found for "${shorten(input)}". Check the spelling and enter the full handle, like alice.example.com`,
        { cause: error, loginPath }
      )
    : new E_ATPROTO_SERVER_UNREACHABLE(
        `The account "${shorten(input)}" can't be looked up right now. Please try again later`,
        { cause: error, loginPath }
      )
}

/**
 * The error of a server that did not accept an authorization request.
 */
export function authorizeFailure(input: string, loginPath: string, error: unknown) {
  const refusal = find(error, OAuthResponseError)
  if (refusal && refusal.status < 500 && refusal.status !== 429) {
    const details = shorten([refusal.error, refusal.errorDescription].filter(Boolean).join(': '))
    return new E_ATPROTO_CLIENT_REFUSED(
      `The server of "${shorten(input)}" rejected this app (${details}). Check "scope" and the client metadata`,
      { cause: error, loginPath }
    )
  }

  return new E_ATPROTO_SERVER_UNREACHABLE(
    `The server of "${shorten(input)}" can't be reached. Please try again later`,
    { cause: error, loginPath }
  )
}

/**
 * The error of a callback that did not complete the sign-in.
 */
export function callbackFailure(loginPath: string, error: unknown) {
  if (error instanceof OAuthCallbackError && error.params.get('error') === 'access_denied') {
    return new E_ATPROTO_ACCESS_DENIED('You did not give this app access to your account', {
      cause: error,
      loginPath,
    })
  }

  const refusal = find(error, OAuthResponseError)
  const isUnreachable = refusal
    ? refusal.status >= 500 || refusal.status === 429
    : find(error, FetchError) !== undefined

  return isUnreachable
    ? callbackUnreachable(loginPath, error)
    : new E_ATPROTO_CALLBACK_FAILED('Your server did not complete the sign-in. Please try again', {
        cause: error,
        loginPath,
      })
}

/**
 * The error of a callback whose server is down or took too long.
 */
export function callbackUnreachable(loginPath: string, cause: unknown) {
  return new E_ATPROTO_SERVER_UNREACHABLE(
    "Your server can't be reached to complete the sign-in. Please try again later",
    { cause, loginPath }
  )
}
