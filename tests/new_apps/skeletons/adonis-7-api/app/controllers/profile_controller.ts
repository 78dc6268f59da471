import type { HttpContext } from '@adonisjs/core/http'
import User from '#models/user'
import UserTransformer from '#transformers/user_transformer'

export default class AccessTokenController {
  async store({ request }: HttpContext) {
    const user = await User.create(request.only(['email', 'password']))
    const token = await User.accessTokens.create(user)
    return { token: token.value!.release() }
  }

  async show({ auth }: HttpContext) {
    const transformer = UserTransformer.transform(auth.getUserOrFail())
    return { initials: auth.getUserOrFail().initials, hasTransformer: Boolean(transformer) }
  }

  async destroy({ auth }: HttpContext) {
    const user = auth.getUserOrFail()
    if (user.currentAccessToken) {
      await User.accessTokens.delete(user, user.currentAccessToken.identifier)
    }
  }
}
