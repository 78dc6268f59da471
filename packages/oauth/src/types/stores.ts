import type { GrantStore } from './grant_store.js'
import type { StateStore } from './state_store.js'

/**
 * The type of `stores.lucid()`, of `stores.memory()`, and of custom stores.
 */
export interface Stores {
  grants: GrantStore
  states: StateStore

  /** Finds problems of the storage, for `node ace atproto:doctor`. */
  examine?(): Promise<StoreProblem[]>
}

/** A problem of a store that can be read. */
export interface StoreProblem {
  message: string
  /** How to fix it. */
  fix: string
}

export interface LucidStoresOptions {
  /** Name of a connection in `config/database.ts`. Defaults to the primary connection. */
  connection?: string
}
