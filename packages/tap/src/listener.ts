import type { Logger } from '@adonisjs/core/logger'
import { Channel } from './channel/channel.js'
import type { DeadLetterFilter, DeadLetterStore } from './dead_letter.js'
import { feedDeadLetters } from './dead_letter_service/feed.js'
import { pagesOf } from './dead_letter_service/pages.js'
import debug from './debug.js'
import { Diagnostics, subscribe } from './diagnostics.js'
import { E_TAP_NO_INDEXERS, E_TAP_STOPPED } from './errors.js'
import type { Container } from './indexers/bound_indexer.js'
import { Dispatcher } from './indexers/dispatcher.js'
import { loadIndexer } from './indexers/load_indexer.js'
import type { Binding, IndexerRegistry } from './indexers/registry.js'
import { UnboundEvents } from './indexers/unbound_events.js'
import { ListenerLog } from './listener_log.js'
import { NoDeadLetters } from './no_dead_letters.js'
import { Pipeline } from './pipeline/pipeline.js'
import type { Delivery, ResolvedTapConfig, TapEvent, TapSource, TapStatus } from './types.js'
import type { WebhookSource } from './webhook/source.js'

export interface ListenerDependencies {
  config: ResolvedTapConfig
  registry: IndexerRegistry
  container: Container
  logger: Logger
  /** The source of events if there is a webhook route. */
  webhook?: WebhookSource
}

/**
 * Runs the source, the pipeline and the indexers in this process.
 */
export class Listener {
  #config: ResolvedTapConfig
  #registry: IndexerRegistry
  #log: ListenerLog
  #diagnostics = new Diagnostics(this)
  #pipeline: Pipeline
  #unbound: UnboundEvents
  #webhook?: WebhookSource
  #source?: TapSource
  #state: TapStatus['state'] = 'idle'
  #stopping?: Promise<number>
  #dispatched = 0

  constructor({ config, registry, container, logger, webhook }: ListenerDependencies) {
    this.#config = config
    this.#webhook = webhook
    this.#registry = registry
    this.#log = new ListenerLog(logger, this, config.deadLetters !== false)
    this.#unbound = new UnboundEvents(config.unbound, config.deadLetters)
    this.#pipeline = new Pipeline(config, {
      step: new Dispatcher({ ...config, registry, container, unbound: this.#unbound }),
      deadLetters: config.deadLetters || new NoDeadLetters(),
      diagnostics: this.#diagnostics,
    })
  }

  /**
   * Resolves when every indexer is loaded and the source is started, connected or not.
   *
   * @throws E_TAP_NO_INDEXERS | E_TAP_INVALID_INDEXER
   */
  async start(): Promise<void> {
    if (this.#registry.isEmpty) throw new E_TAP_NO_INDEXERS()
    if (this.#state !== 'idle') return
    this.#state = 'listening'
    this.#log.start()
    try {
      await this.prepare()
      await this.#feedFirst()
    } catch (error) {
      this.#log.stop()
      this.#state = 'idle'
      throw error
    }
    // If the listener was stopped meanwhile, a source that is started now would never be stopped.
    if (this.#stopping) return

    this.#source = this.#createSource()
    this.#pipeline.attach(this.#source)
    this.#source.start((delivery) => this.#pipeline.push(delivery))
  }

  /**
   * Resolves when every indexer is loaded, so that deliveries can be handled without a source.
   *
   * @throws E_TAP_NO_INDEXERS | E_TAP_INVALID_INDEXER
   */
  async prepare(): Promise<void> {
    if (this.#registry.isEmpty) throw new E_TAP_NO_INDEXERS()
    await Promise.all(this.#registry.bindings.map(loadIndexer))
  }

  /** Handles a delivery that does not come from the source. */
  deliver(delivery: Delivery): void {
    this.#pipeline.push(delivery)
  }

  #createSource(): TapSource {
    const { source } = this.#config
    if (source) return source(this.#config)
    if (this.#webhook?.isRouted) return this.#webhook
    return new Channel(this.#config, this.#diagnostics)
  }

  /** Describes the source. */
  describe(): string {
    const names = this.#registry.bindings.map(({ name }) => name).join(', ')
    const address = this.#source?.name ?? this.#config.url.origin
    return `${address} for ${names}, ${this.#config.concurrency} at a time`
  }

  status(): TapStatus {
    return {
      state: this.#state,
      isConnected: this.#source?.isConnected,
      ...this.#pipeline.status(),
    }
  }

  /**
   * Handles an event like one from the source: validated, in the order of its repo, with retries
   * and dead letters.
   *
   * @throws E_TAP_STOPPED
   */
  async dispatch(event: TapEvent, maxAttempts?: number): Promise<'done' | 'parked'> {
    const { promise, resolve, reject } = Promise.withResolvers<'done' | 'parked'>()
    this.deliver({
      id: `dispatched ${++this.#dispatched}`,
      event,
      maxAttempts,
      weight: 1024,
      ack: resolve,
      release: () => reject(new E_TAP_STOPPED()),
    })
    return promise
  }

  /**
   * Stops taking events, waits for running handlers, sends their acks and disconnects. Events that
   * were not started are not acked, so they are sent again.
   *
   * @returns how many handlers were still running after `drainTimeout`
   */
  stop(): Promise<number> {
    this.#stopping ??= this.#drain()
    return this.#stopping
  }

  async #drain(): Promise<number> {
    const isListening = this.#source !== undefined
    this.#state = 'stopping'
    const { running } = this.#pipeline
    if (isListening) this.#diagnostics.publish('stopping', () => ({ running }))
    const drained = this.#pipeline.drain(this.#config.drainTimeout)
    await this.#source?.stop(drained)
    const abandoned = await drained
    if (isListening) this.#diagnostics.publish('stopped', () => ({ abandoned }))
    this.#state = 'stopped'
    this.#log.stop()
    return abandoned
  }

  /**
   * Other events wait for the parked ones, unless all of those fail: only other events can show
   * whether this is an outage or a bug in the handler.
   */
  async #feedFirst() {
    const { promise: outage, resolve } = Promise.withResolvers<void>()
    const unsubscribe = subscribe('outage', ({ listener }) => listener === this && resolve())
    await Promise.race([this.#feedUnbound(), outage])
    unsubscribe()
  }

  /**
   * Handles the events that an earlier version kept for a collection that is bound now, before
   * newer ones can arrive.
   */
  async #feedUnbound() {
    const { deadLetters } = this.#config
    if (!deadLetters) return
    try {
      for (const binding of this.#registry.bindings) await this.#feed(deadLetters, binding)
      await this.#unbound.load()
    } catch (error) {
      debug('dead letters could not be read: %O', error)
      this.#diagnostics.publish('outage', () => ({ error, cause: 'dead letters' }))
    }
  }

  async #feed(store: DeadLetterStore, { name }: Binding) {
    const filter: DeadLetterFilter =
      name === 'identity' ? { kind: 'identity' } : { collection: name }
    const pages = pagesOf(store, { ...filter, reason: 'unbound' })
    const report = await feedDeadLetters(store, pages, (delivery) => this.deliver(delivery))
    debug('%s: %d parked events were handled', name, report?.done ?? 0)
  }
}
