import { Exception } from '@adonisjs/core/exceptions'

/**
 * The Tap server gave no answer: it is not running, the address is wrong, or it took too long.
 */
class TapUnreachable extends Exception {
  static status = 503
  static code = 'E_TAP_UNREACHABLE'
  static help =
    'Start the Tap server, or set TAP_URL in .env (`url` in config/tap.ts) to where it runs.'
}

/**
 * The Tap server wants another admin password than the one it was sent.
 */
class TapUnauthorized extends Exception {
  static status = 500
  static code = 'E_TAP_UNAUTHORIZED'
  static help =
    'Set TAP_ADMIN_PASSWORD in .env (`adminPassword` in config/tap.ts) to the value of TAP_ADMIN_PASSWORD on the Tap server.'
}

/**
 * Something answered, but not as a Tap server does.
 */
class TapBadAnswer extends Exception {
  static status = 502
  static code = 'E_TAP_BAD_ANSWER'
  static help =
    'Make sure that `url` in config/tap.ts is the address of a Tap server, and look at what that server logged.'
}

/**
 * A string that is no DID. The Tap server itself would take it and try to follow it for ever.
 */
class TapInvalidDid extends Exception {
  static status = 422
  static code = 'E_TAP_INVALID_DID'
  static help = 'Tap knows accounts by their DID only. Resolve a handle to its DID first.'
}

class TapInvalidConfig extends Exception {
  static status = 500
  static code = 'E_TAP_INVALID_CONFIG'
}

/**
 * An indexer that can't be bound, or whose module does not hold what the binding needs.
 */
class TapInvalidIndexer extends Exception {
  static status = 500
  static code = 'E_TAP_INVALID_INDEXER'
}

/**
 * Listening with no indexer bound would ack every event and keep nothing.
 */
class TapNoIndexers extends Exception {
  static status = 500
  static code = 'E_TAP_NO_INDEXERS'
  static message =
    'No indexer is bound, so every event would be acked and lost. Bind one with tap.index() in start/tap.ts'
  static help =
    "start/tap.ts runs when adonisrc.ts has () => import('#start/tap') among its preloads."
}

/**
 * A frame that holds no event: not JSON, an unknown type, or data that is outside of the AT Protocol's data model.
 */
class TapInvalidFrame extends Exception {
  static status = 502
  static code = 'E_TAP_INVALID_FRAME'
}

/**
 * A record that its lexicon refuses, or a write that came without its record.
 */
class TapInvalidRecord extends Exception {
  static status = 422
  static code = 'E_TAP_INVALID_RECORD'
}

export {
  TapUnreachable as E_TAP_UNREACHABLE,
  TapUnauthorized as E_TAP_UNAUTHORIZED,
  TapBadAnswer as E_TAP_BAD_ANSWER,
  TapInvalidDid as E_TAP_INVALID_DID,
  TapInvalidConfig as E_TAP_INVALID_CONFIG,
  TapInvalidIndexer as E_TAP_INVALID_INDEXER,
  TapNoIndexers as E_TAP_NO_INDEXERS,
  TapInvalidFrame as E_TAP_INVALID_FRAME,
  TapInvalidRecord as E_TAP_INVALID_RECORD,
}
