import app from '@adonisjs/core/services/app'
import { defineConfig, stores } from '@adonisjs/session'
import { withoutWaiting } from '#helpers/session_store'

export const cookieName = 'statusphere-session'

/**
 * Sessions are stored in the database, and the cookie contains only their ID. A session contains
 * the ID of the browser's sign-in and flash messages.
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
