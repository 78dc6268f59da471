/**
 * A value that survives `JSON.stringify` and `JSON.parse`.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * Who starts a sign-in.
 */
export interface SignInOrigin {
  /** A secret in the session of the browser that signs in. */
  browser: string
  /** The IP address of the request. */
  address?: string
}

export interface AuthorizeOptions {
  /** Asks for another scope than the config. Servers accept only what the client metadata has. */
  scope?: string

  /** `create` opens the server's sign-up page; the others force or forbid a page. */
  prompt?: 'create' | 'login' | 'consent' | 'select_account' | 'none'

  /**
   * The language of the account server's pages, like `pt-BR`, or several in the order of
   * preference. Servers may not have it.
   */
  locale?: string

  /** Returned by `callback()`. Stored encrypted by the app; the server never sees it. */
  state?: Json

  /**
   * Asks for a grant that lives on after this browser signed out, for jobs. It ends when it is
   * revoked, or replaced by the account's next background grant.
   */
  background?: boolean
}

/**
 * The options of a sign-in that a request starts.
 */
export interface SignInOptions extends AuthorizeOptions {
  /**
   * The page of the app to return to: `callback()` returns it. Defaults to the page that the
   * `atproto` middleware kept a visitor from. Addresses of other sites are ignored.
   */
  returnTo?: string

  /** Adds the account to those that the browser is signed in with. See `accounts()`. */
  addAccount?: boolean
}
