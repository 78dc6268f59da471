import { Exception } from '@adonisjs/core/exceptions'

/** The Tap server did not respond: it is not running, the address is wrong, or it took too long. */
export class E_TAP_UNREACHABLE extends Exception {
  static status = 503
  static code = 'E_TAP_UNREACHABLE'
  static help =
    'Start the Tap server (in development, run "npx atproto-devnet"), or set TAP_URL in .env ("url" in config/tap.ts) to where it runs.'
}

/** The admin password is wrong. */
export class E_TAP_UNAUTHORIZED extends Exception {
  static status = 500
  static code = 'E_TAP_UNAUTHORIZED'
  static help =
    'Set TAP_ADMIN_PASSWORD in .env ("adminPassword" in config/tap.ts) to the TAP_ADMIN_PASSWORD of the Tap server.'
}

/** The server failed, or it is not a Tap server. */
export class E_TAP_INVALID_RESPONSE extends Exception {
  static status = 502
  static code = 'E_TAP_INVALID_RESPONSE'
  static help =
    'Make sure that "url" in config/tap.ts is the address of a Tap server, and check its logs.'
}

/** A string that is not a DID. The Tap server would accept it, and try to follow it forever. */
export class E_TAP_INVALID_DID extends Exception {
  static status = 422
  static code = 'E_TAP_INVALID_DID'
  static help = 'Tap identifies accounts by their DID. Resolve a handle to its DID first.'
}

/** A value in `config/tap.ts` can't work. */
export class E_TAP_INVALID_CONFIG extends Exception {
  static status = 500
  static code = 'E_TAP_INVALID_CONFIG'
  static help =
    'Correct config/tap.ts, or run "node ace configure adonisjs-atproto-tap" to create it.'
}

/** An indexer can't be bound, or its module does not export what the binding needs. */
export class E_TAP_INVALID_INDEXER extends Exception {
  static status = 500
  static code = 'E_TAP_INVALID_INDEXER'
  static help =
    'Bind one indexer to each collection in start/tap.ts. Create one with "node ace make:indexer".'
}

/** No indexer is bound, so all events would be lost. */
export class E_TAP_NO_INDEXERS extends Exception {
  static status = 500
  static code = 'E_TAP_NO_INDEXERS'
  static message =
    'No indexer is bound, so there is nothing to listen for. Bind one with tap.index() in start/tap.ts'
  static help = "Make sure that adonisrc.ts preloads start/tap.ts: () => import('#start/tap')."
}

/** A frame is not an event: not JSON, of an unknown type, or outside of the data model. */
export class E_TAP_INVALID_FRAME extends Exception {
  static status = 502
  static code = 'E_TAP_INVALID_FRAME'
  static help = 'Check that this package supports your version of the Tap server.'
}

/** A record does not match its lexicon, or a write has no record. */
export class E_TAP_INVALID_RECORD extends Exception {
  static status = 422
  static code = 'E_TAP_INVALID_RECORD'
  static help =
    'Authors can write any record. To receive records without validation, bind the collection by its NSID.'
}

/** A model or its table does not fit the Lucid helpers. */
export class E_TAP_INVALID_MODEL extends Exception {
  static status = 500
  static code = 'E_TAP_INVALID_MODEL'
  static help =
    'Compose the model with IndexedRecord and create its columns with recordColumns(), both of adonisjs-atproto-tap/lucid.'
}

/** A table that indexers or dead letters need is not in the database. */
export class E_TAP_MISSING_TABLE extends Exception {
  static status = 500
  static code = 'E_TAP_MISSING_TABLE'
  static help =
    '"node ace configure adonisjs-atproto-tap" creates the migration of dead letters. Create those of your own tables with "node ace make:migration".'
}

/** An event is larger, deeper or has more values than a record may have. */
export class E_TAP_OVERSIZE_FRAME extends Exception {
  static status = 413
  static code = 'E_TAP_OVERSIZE_FRAME'
  static help = 'Raise "limits" in config/tap.ts if you want to index records like this one.'
}

/** A handler did not return in time. */
export class E_TAP_HANDLER_TIMEOUT extends Exception {
  static status = 504
  static code = 'E_TAP_HANDLER_TIMEOUT'
  static help =
    'Pass "event.signal" to the requests that the handler waits for, or raise "handlerTimeout".'
}

/** No store for dead letters is configured, so none are kept. */
export class E_TAP_NO_DEAD_LETTERS extends Exception {
  static status = 500
  static code = 'E_TAP_NO_DEAD_LETTERS'
  static message = 'Dead letters are not kept, because "deadLetters" is false in config/tap.ts'
  static help =
    'Set deadLetters: stores.lucid() in config/tap.ts, or run "node ace configure adonisjs-atproto-tap" in an app with Lucid to create its migration.'
}

/** Another process retries dead letters. Two at once would break the order of a repo. */
export class E_TAP_RETRY_IN_PROGRESS extends Exception {
  static status = 409
  static code = 'E_TAP_RETRY_IN_PROGRESS'
  static message = 'Another process is retrying dead letters'
  static help = 'Try again when it has finished. If it was killed, wait up to a minute.'
}

/** A worker would wait for events that the Tap server posts to the web server. */
export class E_TAP_WEBHOOK extends Exception {
  static status = 500
  static code = 'E_TAP_WEBHOOK'
  static message =
    'The routes have tap.webhook(), so the web server handles the events and a worker would get none'
  static help =
    'Start the web server only, or remove tap.webhook() from the routes and TAP_WEBHOOK_URL from the Tap server.'
}

/** The listener was stopped before it handled an event. */
export class E_TAP_STOPPED extends Exception {
  static status = 503
  static code = 'E_TAP_STOPPED'
  static message = 'The listener was stopped before the event was handled'
  static help = 'Dispatch the event again once the app runs.'
}
