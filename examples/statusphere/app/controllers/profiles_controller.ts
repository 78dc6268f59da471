import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import Account from '#models/account'
import Feed from '#services/feed'
import { pageValidator } from '#validators/page'

@inject()
export default class ProfilesController {
  constructor(protected feed: Feed) {}

  async show({ params, request, view }: HttpContext) {
    const { page } = await request.validateUsing(pageValidator)
    const account = await Account.query()
      .where((query) => query.where('did', params.actor).orWhere('handle', params.actor))
      .where('isActive', true)
      .first()
    if (!account) throw new Exception(`Account "${params.actor}" not found`, { status: 404 })

    const statuses = await this.feed.of(account, page ?? 1)

    return view.render('pages/profile', {
      account,
      statuses: statuses.baseUrl(request.url()),
      current: await this.feed.currentOf(account.did),
    })
  }
}
