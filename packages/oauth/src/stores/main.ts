/// <reference types="@adonisjs/lucid/database_provider" />

import { configProvider } from '@adonisjs/core'
import type { ConfigProvider } from '@adonisjs/core/types'
import { E_ATPROTO_INVALID_CONFIG } from '../errors.js'
import type { LucidStoresOptions, Stores } from '../types.js'

/**
 * The stores of this package. A custom one is an object of two: see `GrantStore` and
 * `StateStore`.
 */
export const stores = {
  /**
   * Stores grants in the app's database, in the tables of the published migration.
   */
  lucid(options: LucidStoresOptions = {}): ConfigProvider<Stores> {
    return configProvider.create(async (app) => {
      const { Database, SUPPORTED_DIALECTS } = await import('./lucid/database.js')
      const { examineTables } = await import('./lucid/examine.js')
      const { LucidGrantStore } = await import('./lucid/grants.js')
      const { LucidStateStore } = await import('./lucid/states.js')
      const db = await app.container.make('lucid.db')

      const name = options.connection ?? db.primaryConnectionName
      if (!db.manager.has(name)) {
        throw new E_ATPROTO_INVALID_CONFIG(
          `Invalid "config/atproto_oauth.ts": the connection "${name}" of stores.lucid() does not exist in config/database.ts`
        )
      }

      const connect = () => db.connection(name)
      const { name: dialect } = connect().dialect
      if (!SUPPORTED_DIALECTS.includes(dialect)) {
        throw new E_ATPROTO_INVALID_CONFIG(
          `Invalid "config/atproto_oauth.ts": stores.lucid() does not support ${dialect}. Use SQLite, PostgreSQL or MySQL, or a store of your own`
        )
      }

      const database = new Database(connect)
      return {
        grants: new LucidGrantStore(database),
        states: new LucidStateStore(database),
        examine: () => examineTables(app, db, name),
      }
    })
  },

  /**
   * Stores grants in this process: for tests. A restart signs everyone out.
   */
  memory(): ConfigProvider<Stores> {
    return configProvider.create(async () => {
      const { MemoryGrantStore, MemoryStateStore } = await import('./memory.js')
      return { grants: new MemoryGrantStore(), states: new MemoryStateStore() }
    })
  },
}
