import app from '@adonisjs/core/services/app'
import { defineConfig, stores } from '@adonisjs/session'

/**
 * The session lives in a signed, encrypted cookie and holds little: which sign-in this browser
 * has, and what to say on the next page.
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
