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
  /** Requests another scope than the config. Servers accept only scopes of the client metadata. */
  scope?: string

  /** `create` opens the server's sign-up page; the others force or forbid a page. */
  prompt?: 'create' | 'login' | 'consent' | 'select_account' | 'none'

  /**
   * The preferred languages of the server's pages, such as `pt-BR`, or several separated by spaces.
   * The server may not support them.
   */
  locale?: string

  /** Returned by `callback()`. Stored encrypted by the app; the server never sees it. */
  state?: Json

  /**
   * Requests a grant for jobs, which stays valid after this browser has signed out. It ends when it
   * is revoked, or replaced by the account's next background grant.
   */
  background?: boolean
}

/**
 * The options of a sign-in that a request starts.
 */
export interface SignInOptions extends AuthorizeOptions {
  /**
   * The page to return to: `callback()` returns it. Defaults to the page at which the `atproto`
   * middleware redirected to the login. URLs of other sites are ignored.
   */
  returnTo?: string

  /** Adds the account to those that the browser is signed in with. See `accounts()`. */
  addAccount?: boolean
}
