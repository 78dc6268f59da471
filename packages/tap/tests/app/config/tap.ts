import { defineConfig } from 'adonisjs-atproto-tap'
import { BrokenStore } from '../broken_store.js'

export default defineConfig({
  url: process.env.TAP_URL!,
  adminPassword: process.env.TAP_ADMIN_PASSWORD,
  ...(process.env.CAPACITY && { capacity: Number(process.env.CAPACITY) }),
  attempts: Number(process.env.ATTEMPTS ?? 5),
  drainTimeout: Number(process.env.DRAIN_MS ?? 8_000),
  deadLetters: process.env.STORE === 'broken' ? new BrokenStore() : false,
  handlerTimeout: 120_000,
  liveTimeout: 120_000,
  listen: process.env.TAP_LISTEN === 'true',
  retry: { minDelay: 50, maxDelay: 200 },
  reconnect: { minDelay: 50, maxDelay: 200 },
})
