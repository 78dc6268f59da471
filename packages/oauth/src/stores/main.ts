/// <reference types="@adonisjs/lucid/database_provider" />

import { configProvider } from '@adonisjs/core'
import type { ConfigProvider } from '@adonisjs/core/types'
import { E_ATPROTO_INVALID_CONFIG } from '../errors.js'
import type { LucidStoresOptions, Stores } from '../types.js'

/**
 * The stores that come with the package. A custom one is an object of two: see `SessionStore` and
 * `StateStore`.
 */
export const stores = {
  /**
   * Keeps sessions in the app's database, in the tables of the published migration.
   */
  lucid(options: LucidStoresOptions = {}): ConfigProvider<Stores> {
    return configProvider.create(async (app) => {
      const { LucidSessionStore, LucidStateStore } = await import('./lucid.js')
      const db = await app.container.make('lucid.db')

      const name = options.connection ?? db.primaryConnectionName
      if (!db.manager.has(name)) {
        throw new E_ATPROTO_INVALID_CONFIG(
          `stores.lucid() in config/atproto_oauth.ts names the connection "${name}", which config/database.ts does not have. Add it there, or name another`
        )
      }

      const connect = () => db.connection(name)
      return { sessions: new LucidSessionStore(connect), states: new LucidStateStore(connect) }
    })
  },

  /**
   * Keeps sessions in this process: for tests. A restart signs everyone out.
   */
  memory(): ConfigProvider<Stores> {
    return configProvider.create(async () => {
      const { MemorySessionStore, MemoryStateStore } = await import('./memory.js')
      return { sessions: new MemorySessionStore(), states: new MemoryStateStore() }
    })
  },
}
