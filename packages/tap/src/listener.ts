import type { Logger } from '@adonisjs/core/logger'
import { Channel } from './channel/channel.js'
import { E_TAP_NO_INDEXERS } from './errors.js'
import { type Container, Dispatcher } from './indexers/dispatcher.js'
import { loadIndexer } from './indexers/load_indexer.js'
import type { IndexerRegistry } from './indexers/registry.js'
import { ListenerLog } from './listener_log.js'
import { Pipeline } from './pipeline/pipeline.js'
import type { ResolvedTapConfig, TapSource } from './types.js'

export interface ListenerDependencies {
  config: ResolvedTapConfig
  registry: IndexerRegistry
  container: Container
  logger: Logger
}

/**
 * Source, pipeline and indexers at work in this process.
 */
export class Listener {
  #config: ResolvedTapConfig
  #registry: IndexerRegistry
  #container: Container
  #log: ListenerLog
  #source?: TapSource
  #pipeline?: Pipeline
  #stopping?: Promise<void>

  constructor({ config, registry, container, logger }: ListenerDependencies) {
    this.#config = config
    this.#registry = registry
    this.#container = container
    this.#log = new ListenerLog(logger, config)
  }

  /**
   * Resolves when every indexer is loaded and the source is started, connected or not.
   *
   * @throws E_TAP_NO_INDEXERS | E_TAP_INVALID_INDEXER
   */
  async start(): Promise<void> {
    if (this.#registry.isEmpty) throw new E_TAP_NO_INDEXERS()
    await Promise.all(this.#registry.bindings.map(loadIndexer))
    // A SIGTERM may come while they load, and a channel opened now would never be closed.
    if (this.#source || this.#stopping) return

    const source = new Channel(this.#config, this.#log)
    const dispatcher = new Dispatcher(this.#registry, this.#container, this.#log)
    this.#pipeline = new Pipeline((event) => dispatcher.dispatch(event), this.#config, {
      onFailure: (...failure) => this.#log.onFailure(...failure),
      onRecovery: (...recovery) => this.#log.onRecovery(...recovery),
      onSlow: (event) => this.#log.onSlow(event),
      onFull: () => source.pause(),
      onRoom: () => source.resume(),
    })
    this.#source = source
    source.start((delivery) => this.#pipeline!.push(delivery))
  }

  /** What is listened to, in words */
  describe(): string {
    const names = this.#registry.bindings.map(({ name }) => name).join(', ')
    return `${this.#config.url.origin} for ${names}, ${this.#config.concurrency} at a time`
  }

  /**
   * Takes no more events, lets running handlers finish, sends their acks, lets go of the server.
   * What was not begun stays unacked: the server sends it again.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#drain()
    return this.#stopping
  }

  async #drain() {
    if (!this.#source || !this.#pipeline) return
    this.#log.onStopping(this.#pipeline.running)
    const drained = this.#pipeline.drain(this.#config.drainTimeout)
    await this.#source.stop(drained)
    this.#log.onStopped(await drained)
  }
}
