import { SignInError } from './sign_in_error.js'

/** The user denied access on the account's own server. */
export class E_ATPROTO_ACCESS_DENIED extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_ACCESS_DENIED'
  static help = 'There is nothing to fix: the user chose not to give this app access.'
}

/** The callback belongs to no sign-in, or to one that has expired or was already used. */
export class E_ATPROTO_INVALID_STATE extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_INVALID_STATE'
  static help =
    'Start a new sign-in with oauth.authorize(). It expires after an hour, and works once.'
}

/** The callback came from another browser than the one that started the sign-in. */
export class E_ATPROTO_STATE_MISMATCH extends SignInError {
  static status = 400
  static code = 'E_ATPROTO_STATE_MISMATCH'
  static help =
    'The session cookie must reach the callback: set "sameSite" to "lax" in config/session.ts, and use one host. Run "node ace atproto:doctor --local" to check a development setup.'
}

/** The account that signed in is not the one whose handle or DID was entered. */
export class E_ATPROTO_ACCOUNT_MISMATCH extends SignInError {
  static status = 403
  static code = 'E_ATPROTO_ACCOUNT_MISMATCH'
  static help =
    'Start a new sign-in. To accept any account of a server, start it with the address of the server.'
}

/** The account's server did not complete the sign-in. */
export class E_ATPROTO_CALLBACK_FAILED extends SignInError {
  static status = 502
  static code = 'E_ATPROTO_CALLBACK_FAILED'
  static help =
    'Start a new sign-in. "cause" has the response of the server. Run "node ace atproto:doctor" to check a deployed app, or with --local to check a development setup.'
}
