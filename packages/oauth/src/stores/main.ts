/// <reference types="@adonisjs/lucid/database_provider" />

import { configProvider } from '@adonisjs/core'
import type { ConfigProvider } from '@adonisjs/core/types'
import { E_ATPROTO_INVALID_CONFIG } from '../errors.js'
import type { LucidStoresOptions, Stores } from '../types.js'

/**
 * The stores of this package. A custom one is an object of two: see `SessionStore` and
 * `StateStore`.
 */
export const stores = {
  /**
   * Stores sessions in the app's database, in the tables of the published migration.
   */
  lucid(options: LucidStoresOptions = {}): ConfigProvider<Stores> {
    return configProvider.create(async (app) => {
      const { LucidSessionStore, LucidStateStore } = await import('./lucid.js')
      const db = await app.container.make('lucid.db')

      const name = options.connection ?? db.primaryConnectionName
      if (!db.manager.has(name)) {
        throw new E_ATPROTO_INVALID_CONFIG(
          `Invalid "config/atproto_oauth.ts": the connection "${name}" of stores.lucid() does not exist in config/database.ts`
        )
      }

      const connect = () => db.connection(name)
      return { sessions: new LucidSessionStore(connect), states: new LucidStateStore(connect) }
    })
  },

  /**
   * Stores sessions in this process: for tests. A restart signs everyone out.
   */
  memory(): ConfigProvider<Stores> {
    return configProvider.create(async () => {
      const { MemorySessionStore, MemoryStateStore } = await import('./memory.js')
      return { sessions: new MemorySessionStore(), states: new MemoryStateStore() }
    })
  },
}
