import type { GrantStore } from './grant_store.js'
import type { StateStore } from './state_store.js'

/**
 * What `stores.lucid()` and `stores.memory()` resolve to, and what a custom store is.
 */
export interface Stores {
  grants: GrantStore
  states: StateStore

  /** What `node ace atproto:doctor` reports about where the rows are kept. */
  examine?(): Promise<StoreProblem[]>
}

/** Why a store may fail, although it can be read. */
export interface StoreProblem {
  message: string
  /** How to fix it. */
  fix: string
}

export interface LucidStoresOptions {
  /** Name of a connection in `config/database.ts`. Defaults to the primary connection. */
  connection?: string
}
