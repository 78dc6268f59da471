import app from '@adonisjs/core/services/app'
import { defineConfig, stores } from '@adonisjs/session'

/**
 * The session is an encrypted cookie. It holds the ID of this browser's sign-in and the flash
 * messages.
 */
export default defineConfig({
  enabled: true,
  cookieName: 'statusphere-session',
  clearWithBrowser: false,
  age: '14d',

  cookie: {
    path: '/',
    httpOnly: true,
    secure: app.inProduction,
    sameSite: 'lax',
  },

  store: 'cookie',
  stores: {
    cookie: stores.cookie(),
  },
})
