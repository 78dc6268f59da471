import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { Secret } from '@adonisjs/core/helpers'
import { defineConfig } from '@adonisjs/core/http'

/**
 * Encrypts cookies, and the token sets that the OAuth package keeps in the database.
 */
export const appKey = new Secret(env.get('APP_KEY'))

/**
 * Where the app is reached from outside; the OAuth client's id and redirect address follow it.
 */
export const appUrl = env.get('APP_URL')

export const http = defineConfig({
  generateRequestId: true,

  /**
   * HTML forms only know GET and POST: deleting a status posts with `?_method=DELETE`.
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
