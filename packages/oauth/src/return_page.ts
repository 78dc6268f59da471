import type { HttpContext } from '@adonisjs/core/http'
import { sessionOf } from './browser_session.js'
import { safeReturnTo } from './return_to.js'
import type { ResolvedOAuthConfig } from './types.js'

const KEY = 'atproto_return_to'

/**
 * The page that a browser returns to after a sign-in. It is kept in the session, so that it
 * survives a failed sign-in.
 */
export class ReturnPage {
  #ctx: HttpContext
  #config: ResolvedOAuthConfig

  constructor(ctx: HttpContext, config: ResolvedOAuthConfig) {
    this.#ctx = ctx
    this.#config = config
  }

  /**
   * Remembers a page of the app. Keeps the previous page if there is none, or if it is on another
   * site.
   */
  remember(input: string | undefined): string | null {
    const session = sessionOf(this.#ctx)
    const page = safeReturnTo(input ?? session.get(KEY), this.#config)
    if (page) session.put(KEY, page)
    return page
  }

  /** Remembers the page of this request, if a browser shows it as one. */
  rememberCurrent(): void {
    const { request } = this.#ctx
    if (request.method() !== 'GET' || request.accepts(['html', 'json']) !== 'html') return
    this.remember(this.current())
  }

  /** This page, or the one that a form was on. */
  current(): string | undefined {
    const { request } = this.#ctx
    if (request.method() !== 'GET') return request.header('referer')
    const { appUrl } = this.#config
    const page = new URL(appUrl)
    page.pathname = `${appUrl.pathname.slice(0, -1)}${request.url()}`
    page.search = request.parsedUrl.query ?? ''
    return page.href
  }

  forget(): void {
    sessionOf(this.#ctx).forget(KEY)
  }
}
