import { E_TAP_INVALID_RECORD } from '../errors.js'
import type { TapEvent } from '../types.js'
import { loadIndexer } from './load_indexer.js'
import type { IndexerRegistry } from './registry.js'
import { validate } from './validate.js'

/**
 * The two calls of AdonisJS's container that are needed here.
 */
export interface Container {
  make(binding: any): Promise<any>
  call(instance: any, method: string, runtimeValues: any[]): Promise<any>
}

export interface DispatcherHooks {
  /** An event that its indexer must not see. Once this resolves the event counts as dealt with. */
  onRejected(event: TapEvent, error: Error): unknown
  /** Nothing is bound to this collection. Called once for each */
  onUnbound(collection: string): void
}

/**
 * Brings an event to the indexer that is bound to it.
 */
export class Dispatcher {
  #registry: IndexerRegistry
  #container: Container
  #hooks: DispatcherHooks
  #unbound = new Set<string>()

  constructor(registry: IndexerRegistry, container: Container, hooks: DispatcherHooks) {
    this.#registry = registry
    this.#container = container
    this.#hooks = hooks
  }

  /**
   * Resolves when the event is dealt with for good, throws when it has to be tried again.
   */
  async dispatch(event: TapEvent): Promise<void> {
    const binding = this.#registry.find(event)
    if (!binding) return this.#skip(event)

    let valid: TapEvent
    try {
      valid = validate(event, binding.schema)
    } catch (error) {
      if (!(error instanceof E_TAP_INVALID_RECORD)) throw error
      await this.#hooks.onRejected(event, error)
      return
    }
    const indexer = await this.#container.make(await loadIndexer(binding))
    await this.#container.call(indexer, 'handle', [valid])
  }

  #skip(event: TapEvent) {
    if (event.type === 'identity' || this.#unbound.has(event.collection)) return
    // Collections come from strangers when the server is not filtered.
    if (this.#unbound.size >= 100) return
    this.#unbound.add(event.collection)
    this.#hooks.onUnbound(event.collection)
  }
}
