import { defineConfig } from '@adonisjs/transmit'

/**
 * One process listens to Tap and serves the pages, so what it broadcasts reaches every browser.
 * Several web processes, or `node ace tap:listen` on its own, need a transport (Redis, MQTT) here.
 */
export default defineConfig({
  pingInterval: '30s',
  transport: null,
})
