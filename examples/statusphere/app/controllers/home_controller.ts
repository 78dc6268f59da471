import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EMOJIS } from '#helpers/emojis'
import PageParts from '#services/page_parts'
import Schedule from '#services/schedule'
import { homeValidator } from '#validators/page'

@inject()
export default class HomeController {
  constructor(
    protected parts: PageParts,
    protected schedule: Schedule
  ) {}

  async index({ auth, request, view }: HttpContext) {
    const { page = 1, posted } = await request.validateUsing(homeValidator)

    return view.render('pages/home', {
      ...(await this.parts.home(page)),
      emojis: EMOJIS,
      current: auth.user ? await this.parts.current(auth.user.did) : null,
      hasFailures: auth.user ? await this.schedule.hasFailures(auth.user.did) : false,
      isPending: posted === 'pending',
    })
  }
}
