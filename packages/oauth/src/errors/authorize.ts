import { SignInError } from './sign_in_error.js'

/** The input is not a handle, a DID or a server address. */
export class E_ATPROTO_INVALID_IDENTIFIER extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_INVALID_IDENTIFIER'
  static help = 'Validate the input with atprotoIdentifier() of adonisjs-atproto-oauth/vine first.'
}

/** The handle or DID is well formed, but no account has it. */
export class E_ATPROTO_ACCOUNT_NOT_FOUND extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_ACCOUNT_NOT_FOUND'
  static help =
    'In development, handles of a local network need ATPROTO_PLC_URL and ATPROTO_HANDLE_RESOLVER in .env. Run "node ace atproto:doctor --local" to check a development setup.'
}

/** The account's server, or a server needed to find it, did not respond as it should. */
export class E_ATPROTO_SERVER_UNREACHABLE extends SignInError {
  static status = 503
  static code = 'E_ATPROTO_SERVER_UNREACHABLE'
  static help =
    'Try again later. "cause" has the failed request; private addresses are refused outside development. Run "node ace atproto:doctor --local" to check a development setup.'
}

/** The account's server rejected this app. */
export class E_ATPROTO_CLIENT_REFUSED extends SignInError {
  static status = 502
  static code = 'E_ATPROTO_CLIENT_REFUSED'
  static help =
    'Check "scope" in config/atproto_oauth.ts, and that servers can fetch /oauth/client-metadata.json from "appUrl". Run "node ace atproto:doctor" to check a deployed app, or with --local to check a development setup.'
}

/** The server does not let people create accounts. */
export class E_ATPROTO_SIGN_UP_UNAVAILABLE extends SignInError {
  static status = 422
  static code = 'E_ATPROTO_SIGN_UP_UNAVAILABLE'
  static help = 'Pass the address of a server with open sign-ups to oauth.signUp().'
}
