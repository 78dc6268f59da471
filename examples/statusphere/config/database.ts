import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'
import env from '#start/env'

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
         * WAL lets the web server read while a Tap worker writes. The timeout makes two writers
         * wait for each other instead of failing.
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
       * The models are not generated. Spread, because the types of Lucid 21 do not know this
       * setting.
       */
      ...{ schemaGeneration: { enabled: false } },
    },
  },
})

export default dbConfig
