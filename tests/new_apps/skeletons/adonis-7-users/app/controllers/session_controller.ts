import type { HttpContext } from '@adonisjs/core/http'
import User from '#models/user'

export default class SessionController {
  async show({ auth }: HttpContext) {
    return { initials: auth.user?.initials ?? null, id: auth.user?.id ?? null }
  }

  async store({ auth, request, response }: HttpContext) {
    const { email, password } = request.all()
    await auth.use('web').login(await User.verifyCredentials(email, password))
    return response.redirect('/')
  }

  async signUp({ auth, request, response }: HttpContext) {
    const user = await User.create(request.only(['email', 'password']))
    await auth.use('web').login(user)
    return response.redirect('/')
  }

  async destroy({ auth, response }: HttpContext) {
    await auth.use('web').logout()
    return response.redirect('/login')
  }
}
