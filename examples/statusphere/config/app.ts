import { defineConfig } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import env from '#start/env'

/**
 * The public URL of the app. The OAuth client ID and redirect URI are derived from it.
 */
export const appUrl = env.get('APP_URL')

export const http = defineConfig({
  generateRequestId: true,

  /**
   * HTML forms support GET and POST only: deleting a status posts with `?_method=DELETE`.
   */
  allowMethodSpoofing: true,
  useAsyncLocalStorage: false,

  cookie: {
    domain: '',
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    secure: app.inProduction,
    sameSite: 'lax',
  },
})
