import { defineConfig, stores } from 'adonisjs-atproto-tap'
import env from '#start/env'

export default defineConfig({
  url: env.get('TAP_URL'),
  adminPassword: env.get('TAP_ADMIN_PASSWORD'),

  /**
   * When true, the web server handles the events, so that it can push updates to the browsers.
   */
  listen: env.get('TAP_LISTEN', false),

  /**
   * Stores events that could not be indexed. `node ace tap:failed` lists them.
   */
  deadLetters: stores.lucid(),
})
