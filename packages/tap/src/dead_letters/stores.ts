/// <reference types="@adonisjs/lucid/database_provider" />

import { configProvider } from '@adonisjs/core'
import type { ConfigProvider } from '@adonisjs/core/types'
import type { DeadLetterStore } from '../dead_letter.js'
import { E_TAP_INVALID_CONFIG } from '../errors.js'

export interface LucidDeadLettersOptions {
  /** A connection of `config/database.ts`; by default the primary one. */
  connection?: string
}

const DIALECTS = new Set(['sqlite3', 'better-sqlite3', 'libsql', 'postgres', 'mysql'])

/**
 * The stores for dead letters. Your own store implements `DeadLetterStore`.
 */
export const stores = {
  /**
   * In the app's database, in the tables of the published migration.
   */
  lucid(options: LucidDeadLettersOptions = {}): ConfigProvider<DeadLetterStore> {
    return configProvider.create(async (app) => {
      const { LucidDeadLetterStore } = await import('./lucid/store.js')
      const db = await app.container.make('lucid.db')

      const name = options.connection ?? db.primaryConnectionName
      if (!db.manager.has(name)) {
        throw new E_TAP_INVALID_CONFIG(
          `Invalid "config/tap.ts": the connection "${name}" of stores.lucid() does not exist in config/database.ts`
        )
      }
      const connect = () => db.connection(name)
      const { name: dialect } = connect().dialect
      if (!DIALECTS.has(dialect)) {
        throw new E_TAP_INVALID_CONFIG(
          `Invalid "config/tap.ts": stores.lucid() does not support ${dialect}. Use SQLite, PostgreSQL or MySQL, or a store of your own`
        )
      }
      return new LucidDeadLetterStore(connect)
    })
  },

  /**
   * In this process: for tests. They are lost when it ends.
   */
  memory(): ConfigProvider<DeadLetterStore> {
    return configProvider.create(async () => {
      const { MemoryDeadLetterStore } = await import('./memory.js')
      return new MemoryDeadLetterStore()
    })
  },
}
