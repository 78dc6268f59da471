import env from '#start/env'
import { defineConfig } from 'adonisjs-atproto-tap'

export default defineConfig({
  url: env.get('TAP_URL'),
  adminPassword: env.get('TAP_ADMIN_PASSWORD'),

  /**
   * One process serves the pages and listens, so that what arrives can be pushed to the browsers.
   */
  listen: env.get('TAP_LISTEN', false),
})
