import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import transmit from '@adonisjs/transmit/services/main'
import FragmentCache, { type Fragment } from '#services/fragment_cache'
import PageParts from '#services/page_parts'
import { pageValidator } from '#validators/page'

/** How many milliseconds each open page adds to the time over which refreshes are spread. */
const PER_TAB = 5

/**
 * The live parts of the pages. They are the same for everyone and need no session, so they are
 * rendered once for all open pages, and shared caches may store them.
 */
@inject()
export default class LiveController {
  constructor(
    protected parts: PageParts,
    protected fragments: FragmentCache
  ) {}

  async feed(ctx: HttpContext) {
    const { page = 1 } = await ctx.request.validateUsing(pageValidator)
    const fragment = await this.fragments.get(`feed ${page}`, async () => {
      return ctx.view.render('fragments/feed', await this.parts.home(page))
    })
    return this.#send(ctx, fragment)
  }

  async profile(ctx: HttpContext) {
    const { did } = ctx.params
    const { page = 1 } = await ctx.request.validateUsing(pageValidator)
    const fragment = await this.fragments.get(`profile ${did} ${page}`, async () => {
      const parts = await this.parts.profile(did, page)
      if (!parts) throw new Exception(`Account "${did}" not found`, { status: 404 })
      return ctx.view.render('fragments/profile', parts)
    })
    return this.#send(ctx, fragment)
  }

  async current(ctx: HttpContext) {
    const { did } = ctx.params
    const fragment = await this.fragments.get(`current ${did}`, async () => {
      return ctx.view.render('components/current', { did, current: await this.parts.current(did) })
    })
    return this.#send(ctx, fragment)
  }

  #send({ request, response }: HttpContext, { html, etag }: Fragment) {
    response.header('cache-control', 'public, no-cache')
    response.header('content-security-policy', "default-src 'none'")
    response.header('etag', etag)
    // The time over which open pages spread their next refresh.
    const tabs = transmit.getManager().getAllSubscribers().size
    response.header('x-refresh-within', Math.min(Math.max(tabs * PER_TAB, 100), 10_000))

    if (request.header('if-none-match') === etag) return response.status(304).send(null)
    return response.header('content-type', 'text/html; charset=utf-8').send(html)
  }
}
