import '../src/augmentations.js'
import { configProvider } from '@adonisjs/core'
import { HttpContext } from '@adonisjs/core/http'
import type { ApplicationService } from '@adonisjs/core/types'
import { endWithGuard } from '../src/end_with_guard.js'
import { E_ATPROTO_INVALID_CONFIG } from '../src/errors.js'
import { OAuthContext } from '../src/oauth_context.js'
import { OAuthManager } from '../src/oauth_manager.js'
import { registerRoutes } from '../src/routes.js'
import type { ResolvedOAuthConfig } from '../src/types.js'

export default class OAuthProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(OAuthManager, async (resolver) => {
      const config = await configProvider.resolve<ResolvedOAuthConfig>(
        this.app,
        this.app.config.get('atproto_oauth')
      )
      if (!config) {
        throw new E_ATPROTO_INVALID_CONFIG(
          'Invalid "config/atproto_oauth.ts" file. Make sure you are using the "defineConfig" method'
        )
      }

      const manager = await OAuthManager.create(config, {
        encryption: await resolver.make('encryption'),
        emitter: await resolver.make('emitter'),
        logger: await resolver.make('logger'),
      })
      // Not in `shutdown`: the database may be closed by then.
      this.app.terminating(() => manager.settle())
      return manager
    })
    this.app.container.alias('atproto.oauth', OAuthManager)
  }

  async boot() {
    HttpContext.getter(
      'oauth',
      function (this: HttpContext) {
        return new OAuthContext(this)
      },
      true
    )

    registerRoutes(await this.app.container.make('router'))
    await this.#endWithTheGuard()
  }

  /** A config that can't work stops the boot rather than the first sign-in. */
  async start() {
    if (this.app.inProduction && this.app.getEnvironment() === 'web') {
      await this.app.container.make(OAuthManager)
    }
  }

  async #endWithTheGuard() {
    const logger = await this.app.container.make('logger')
    endWithGuard({
      emitter: await this.app.container.make('emitter'),
      manager: () => this.app.container.make(OAuthManager),
      onFailure: (error) => logger.error({ err: error }, 'Failed to sign out with the guard'),
    })
  }
}
