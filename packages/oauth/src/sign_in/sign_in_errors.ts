import {
  E_ATPROTO_ACCESS_DENIED,
  E_ATPROTO_ACCOUNT_NOT_FOUND,
  E_ATPROTO_CALLBACK_FAILED,
  E_ATPROTO_CLIENT_REFUSED,
  E_ATPROTO_SERVER_UNREACHABLE,
} from '../errors.js'
import {
  isAccessDenied,
  isOutage,
  isUnknownAccount,
  rejectionOf,
  removeSecrets,
} from '../library_errors.js'

/**
 * Shortens user input in messages: they are flashed, and the session may be a cookie.
 */
export function shorten(text: string) {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

/** Handles of a local network. No public handle ends with `.test`. */
const LOCAL_HANDLE = /\.test$/i

export interface IdentityFailureOptions {
  loginPath: string
  /** Whether the app is in development and uses the public network. */
  lacksNetwork: boolean
}

/**
 * The error of an input that could not be resolved to an account.
 */
export function identityFailure(
  input: string,
  { loginPath, lacksNetwork }: IdentityFailureOptions,
  error: unknown
) {
  removeSecrets(error)
  const options = { cause: error, loginPath }
  if (lacksNetwork && LOCAL_HANDLE.test(input.trim())) {
    return new E_ATPROTO_ACCOUNT_NOT_FOUND(
      `Only a network on your machine has accounts like "${shorten(input)}". Run "npx atproto-devnet --write-env .env" and restart the app`,
      options
    )
  }
  return isUnknownAccount(error)
    ? new E_ATPROTO_ACCOUNT_NOT_FOUND(
        `No account found for "${shorten(input)}". Check the spelling and enter the full handle, like alice.example.com`,
        options
      )
    : new E_ATPROTO_SERVER_UNREACHABLE(
        `The account "${shorten(input)}" can't be looked up right now. Please try again later`,
        options
      )
}

/**
 * The error of a server that did not accept an authorization request.
 */
export function authorizeFailure(input: string, loginPath: string, error: unknown) {
  removeSecrets(error)
  const rejection = rejectionOf(error)
  if (rejection) {
    const details = shorten([rejection.code, rejection.description].filter(Boolean).join(': '))
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
  const isDenied = isAccessDenied(error)
  removeSecrets(error)
  if (isDenied) {
    return new E_ATPROTO_ACCESS_DENIED('You did not give this app access to your account', {
      cause: error,
      loginPath,
    })
  }

  return isOutage(error)
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
