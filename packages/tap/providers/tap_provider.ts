import '../src/augmentations.js'
import { configProvider } from '@adonisjs/core'
import type { ApplicationService } from '@adonisjs/core/types'
import { E_TAP_INVALID_CONFIG, E_TAP_NO_INDEXERS } from '../src/errors.js'
import { IndexerRegistry } from '../src/indexers/registry.js'
import { Listener } from '../src/listener.js'
import { Tap } from '../src/tap.js'
import type { ResolvedTapConfig } from '../src/types.js'
import { WebhookSource } from '../src/webhook/source.js'
import { Webhook } from '../src/webhook/webhook.js'

export default class TapProvider {
  #registry = new IndexerRegistry()

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(Tap, async (resolver) => {
      const listener = await resolver.make('tap.listener')
      const webhook = await resolver.make('tap.webhook')
      return new Tap(await this.#config(), this.#registry, listener, webhook)
    })
    this.app.container.alias('tap', Tap)
    this.app.container.singleton(WebhookSource, async () => {
      const { limits } = await this.#config()
      return new WebhookSource(limits)
    })
    this.app.container.singleton('tap.webhook', async (resolver) => {
      const listener = await resolver.make('tap.listener')
      return new Webhook({
        config: await this.#config(),
        source: await resolver.make(WebhookSource),
        router: await resolver.make('router'),
        server: await resolver.make('server'),
        isProduction: this.app.inProduction,
        start: () => listener.start(),
      })
    })
    this.app.container.singleton('tap.listener', async (resolver) => {
      const listener = new Listener({
        config: await this.#config(),
        registry: this.#registry,
        container: this.app.container,
        logger: await resolver.make('logger'),
        webhook: await resolver.make(WebhookSource),
      })
      // Not in `shutdown`, where other providers shut down what running handlers still need.
      this.app.terminating(async () => void (await listener.stop()))
      return listener
    })
  }

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const { listen } = await this.#config()
    const { isRouted } = await this.app.container.make(WebhookSource)
    if (!listen && !isRouted) return

    const listener = await this.app.container.make('tap.listener')
    try {
      await listener.start()
    } catch (error) {
      if (!(error instanceof E_TAP_NO_INDEXERS)) throw error
      // The web server still starts: a new app has no indexer yet.
      const logger = await this.app.container.make('logger')
      logger.warn(`tap: not listening. ${error.message}. ${error.help}`)
    }
  }

  async #config(): Promise<ResolvedTapConfig> {
    const config = await configProvider.resolve<ResolvedTapConfig>(
      this.app,
      this.app.config.get('tap')
    )
    if (config) return config
    throw new E_TAP_INVALID_CONFIG(
      'Invalid "config/tap.ts" file. Make sure you are using the "defineConfig" method'
    )
  }
}
