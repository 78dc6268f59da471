import type { ApplicationService } from '@adonisjs/core/types'

import { Tap } from '../src/tap.js'
import { Listener } from '../src/listener.js'
import { E_TAP_INVALID_CONFIG, E_TAP_NO_INDEXERS } from '../src/errors.js'
import { IndexerRegistry } from '../src/indexers/registry.js'
import type { ResolvedTapConfig } from '../src/types.js'

declare module '@adonisjs/core/types' {
  export interface ContainerBindings {
    'tap': Tap
    'tap.listener': Listener
  }
}

export default class TapProvider {
  #registry = new IndexerRegistry()

  constructor(protected app: ApplicationService) {}

  get #config(): ResolvedTapConfig {
    const config = this.app.config.get<ResolvedTapConfig | undefined>('tap')
    if (config?.url instanceof URL) return config
    throw new E_TAP_INVALID_CONFIG(
      'Invalid or missing config/tap.ts: its default export must come from defineConfig(). Run "node ace configure adonisjs-atproto-tap" to create it'
    )
  }

  register() {
    this.app.container.singleton('tap', () => new Tap(this.#config, this.#registry))
    this.app.container.singleton('tap.listener', async (resolver) => {
      const logger = await resolver.make('logger')
      const listener = new Listener(this.#config, this.#registry, this.app.container, logger)
      // Not in `shutdown`: handlers that finish their work still need what other providers shut down there.
      this.app.terminating(() => listener.stop())
      return listener
    })
  }

  async ready() {
    if (this.app.getEnvironment() !== 'web' || !this.#config.listen) return
    const listener = await this.app.container.make('tap.listener')
    try {
      await listener.start()
    } catch (error) {
      if (!(error instanceof E_TAP_NO_INDEXERS)) throw error
      // The web server has other things to do, and a new app has no indexer yet.
      const logger = await this.app.container.make('logger')
      logger.warn(`tap: not listening. ${error.message}. ${error.help}`)
    }
  }
}
