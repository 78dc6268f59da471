import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EMOJIS } from '#helpers/emojis'
import Feed from '#services/feed'
import { pageValidator } from '#validators/page'

@inject()
export default class HomeController {
  constructor(protected feed: Feed) {}

  async index({ auth, request, view }: HttpContext) {
    const { page } = await request.validateUsing(pageValidator)

    const statuses = await this.feed.latest(page ?? 1)

    return view.render('pages/home', {
      emojis: EMOJIS,
      statuses: statuses.baseUrl(request.url()),
      top: await this.feed.top(),
      current: auth.user ? await this.feed.currentOf(auth.user.did) : null,
    })
  }
}
