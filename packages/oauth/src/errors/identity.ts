import { Exception } from '@adonisjs/core/exceptions'

/** No account has this handle or DID, or the account has no server any more. */
export class E_ATPROTO_IDENTITY_NOT_FOUND extends Exception {
  static status = 404
  static code = 'E_ATPROTO_IDENTITY_NOT_FOUND'
  static help = 'Use oauth.identity.resolve(), which returns null for accounts that do not exist.'
}

/** A server that knows the account's handle or DID did not respond. */
export class E_ATPROTO_IDENTITY_UNAVAILABLE extends Exception {
  static status = 503
  static code = 'E_ATPROTO_IDENTITY_UNAVAILABLE'
  static help =
    'Try again later. "cause" has the failed request. Run "node ace atproto:doctor --local" to check a development setup.'
}
