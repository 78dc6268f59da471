import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import PageParts from '#services/page_parts'
import { pageValidator } from '#validators/page'

@inject()
export default class ProfilesController {
  constructor(protected parts: PageParts) {}

  async show({ params, request, view }: HttpContext) {
    const { page = 1 } = await request.validateUsing(pageValidator)
    const parts = await this.parts.profile(params.actor, page)
    if (!parts) throw new Exception(`Account "${params.actor}" not found`, { status: 404 })

    return view.render('pages/profile', parts)
  }
}
