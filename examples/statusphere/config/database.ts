import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'
import { shareDatabaseFile } from '#helpers/sqlite'
import env from '#start/env'

const migrations = { naturalSort: true, paths: ['database/migrations'] }

/**
 * Models are not generated. The setting is spread because the types of Lucid 21 do not have it.
 */
const withoutGeneration = { schemaGeneration: { enabled: false } }

const dbConfig = defineConfig({
  connection: env.get('DATABASE_URL') ? 'postgres' : 'sqlite',

  connections: {
    sqlite: {
      client: 'better-sqlite3',
      connection: {
        filename: env.get('DB_PATH') || app.tmpPath('db.sqlite3'),
      },
      useNullAsDefault: true,

      pool: {
        // A query that waits to write must not block readers.
        min: 1,
        max: 5,
        afterCreate(connection: Parameters<typeof shareDatabaseFile>[0], done: () => void) {
          shareDatabaseFile(connection)
          done()
        },
      },

      migrations,
      ...withoutGeneration,
    },

    postgres: {
      client: 'pg',
      connection: env.get('DATABASE_URL', ''),
      migrations,
      ...withoutGeneration,
    },
  },
})

export default dbConfig
