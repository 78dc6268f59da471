import { Exception } from '@adonisjs/core/exceptions'

/** A scope is not well formed, or does not fit the lexicons of the app's code. */
export class E_ATPROTO_INVALID_SCOPE extends Exception {
  static status = 500
  static code = 'E_ATPROTO_INVALID_SCOPE'
  static help =
    'Build scopes with "scopes" of adonisjs-atproto-oauth, and run "npx lex build" after a change of the lexicons. Run "node ace atproto:doctor" to compare the scopes with the deployed ones, or with --local to check a development setup.'
}

/** `config/atproto_oauth.ts` has a value that can't work. */
export class E_ATPROTO_INVALID_CONFIG extends Exception {
  static status = 500
  static code = 'E_ATPROTO_INVALID_CONFIG'
  static help =
    'Edit config/atproto_oauth.ts, or the variables in .env that it reads. Run "node ace atproto:doctor" to check a deployed app, or with --local to check a development setup.'
}

/** A table of this package is not in the database. */
export class E_ATPROTO_MISSING_TABLE extends Exception {
  static status = 500
  static code = 'E_ATPROTO_MISSING_TABLE'
  static help =
    'Run "node ace migration:run". "node ace configure adonisjs-atproto-oauth --stores=lucid" writes the migration.'
}
