import { symbols } from '@adonisjs/auth'
import type { SessionGuardUser, SessionUserProviderContract } from '@adonisjs/auth/types/session'
import { configProvider } from '@adonisjs/core'
import { RuntimeException } from '@adonisjs/core/exceptions'
import type { ConfigProvider } from '@adonisjs/core/types'
import { AtprotoUser } from './atproto_user.js'
import type { OAuthManager } from './oauth_manager.js'

/**
 * Finds the signed-in user for the session guard. It uses the ID of our session, not of the
 * account, so that each browser can sign out separately.
 */
export class AtprotoUserProvider implements SessionUserProviderContract<AtprotoUser> {
  declare [symbols.PROVIDER_REAL_USER]: AtprotoUser

  #manager: OAuthManager

  constructor(manager: OAuthManager) {
    this.#manager = manager
  }

  async createUserForGuard(user: AtprotoUser): Promise<SessionGuardUser<AtprotoUser>> {
    if (!(user instanceof AtprotoUser)) {
      throw new RuntimeException('Expected the "user" returned by oauth.callback()')
    }
    const { sessionId } = user
    if (!sessionId) {
      throw new RuntimeException('No browser can be signed in with a grant that has lost its own')
    }
    return { getId: () => sessionId, getOriginal: () => user }
  }

  async findById(identifier: string | number | BigInt) {
    const user = await this.#manager.find(String(identifier))
    return user && this.createUserForGuard(user)
  }
}

/**
 * The `provider` of a session guard in `config/auth.ts`.
 */
export function atprotoUserProvider(): ConfigProvider<AtprotoUserProvider> {
  return configProvider.create(async (app) => {
    return new AtprotoUserProvider(await app.container.make('atproto.oauth'))
  })
}
