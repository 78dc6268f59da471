import { defineConfig } from 'adonisjs-atproto-tap'
import env from '#start/env'

export default defineConfig({
  url: env.get('TAP_URL'),
  adminPassword: env.get('TAP_ADMIN_PASSWORD'),

  /**
   * When true, the web server handles the events, so that it can push updates to the browsers.
   */
  listen: env.get('TAP_LISTEN', false),

  /**
   * Events that can't be handled are only logged.
   */
  deadLetters: false,
})
