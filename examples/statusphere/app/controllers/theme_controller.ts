import type { HttpContext } from '@adonisjs/core/http'
import { themeValidator } from '#validators/theme'

export default class ThemeController {
  async update({ request, response }: HttpContext) {
    const { theme } = await request.validateUsing(themeValidator)

    response.plainCookie('theme', theme, { maxAge: '1y', httpOnly: true })
    return response.redirect().back()
  }
}
