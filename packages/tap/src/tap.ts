import type { RecordSchema } from '@atproto/lex'
import { TapClient } from './client/client.js'
import type { Server } from './client/request.js'
import type { IndexerRegistry } from './indexers/registry.js'
import type { IdentityEvent, LazyIndexer, RecordEvent } from './types.js'

/**
 * The `tap` service: the server's HTTP API, and the bindings of `start/tap.ts`.
 */
export class Tap extends TapClient {
  #registry: IndexerRegistry

  constructor(server: Server, registry: IndexerRegistry) {
    super(server)
    this.#registry = registry
  }

  /**
   * Binds an indexer to a collection. Given the collection's lexicon, records are validated by it
   * and the indexer's `handle` must take its type; given an NSID, records come as they were
   * written.
   *
   * @throws E_TAP_INVALID_INDEXER when the collection has one already
   */
  index<const L extends RecordSchema | { main: RecordSchema } | string>(
    lexicon: L,
    indexer: LazyIndexer<RecordEvent<NoInfer<L>>>
  ): this {
    this.#registry.index(lexicon, indexer)
    return this
  }

  /**
   * Binds the indexer of accounts: a changed handle, and accounts that are deactivated, suspended,
   * taken down or deleted.
   */
  identity(indexer: LazyIndexer<IdentityEvent>): this {
    this.#registry.identity(indexer)
    return this
  }
}
