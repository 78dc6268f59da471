import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'

const dbConfig = defineConfig({
  connection: 'sqlite',

  connections: {
    sqlite: {
      client: 'better-sqlite3',
      connection: {
        filename: env.get('DB_PATH') || app.tmpPath('db.sqlite3'),
      },
      useNullAsDefault: true,

      pool: {
        /**
         * WAL lets the web server read while a Tap worker writes; the time-out makes two writers
         * wait for each other rather than fail.
         */
        afterCreate(connection: { pragma(sql: string): void }, done: () => void) {
          connection.pragma('journal_mode = WAL')
          connection.pragma('synchronous = NORMAL')
          connection.pragma('busy_timeout = 5000')
          done()
        },
      },

      migrations: {
        naturalSort: true,
        paths: ['database/migrations'],
      },

      /**
       * The models are written by hand. Spread, because AdonisJS 6 has no such setting to refuse.
       */
      ...{ schemaGeneration: { enabled: false } },
    },
  },
})

export default dbConfig
