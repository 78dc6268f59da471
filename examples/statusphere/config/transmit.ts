import { defineConfig } from '@adonisjs/transmit'

/**
 * The process that handles Tap events also serves the pages, so its broadcasts reach every browser.
 * Several web processes, or `node ace tap:listen` as a worker, need a transport (Redis, MQTT).
 */
export default defineConfig({
  pingInterval: '30s',
  transport: null,
})
