import app from '@adonisjs/core/services/app'
import { defineConfig, stores } from '@adonisjs/session'
import { withoutWaiting } from '#helpers/session_store'

export const cookieName = 'statusphere-session'

/**
 * Sessions are rows of the database: the cookie holds nothing but their ID, whatever is flashed. A
 * session holds the ID of this browser's sign-in and the flash messages.
 */
export default defineConfig({
  enabled: true,
  cookieName,
  clearWithBrowser: false,
  age: '14d',

  cookie: {
    path: '/',
    httpOnly: true,
    secure: app.inProduction,
    sameSite: 'lax',
  },

  store: 'database',
  stores: {
    database: withoutWaiting(stores.database({ tableName: 'sessions' })),
  },
})
