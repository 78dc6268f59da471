import { defineConfig } from 'adonisjs-atproto-tap'

export default defineConfig({
  url: process.env.TAP_URL!,
  adminPassword: process.env.TAP_ADMIN_PASSWORD,
  listen: process.env.TAP_LISTEN === 'true',
  retry: { minDelay: 50, maxDelay: 200 },
  reconnect: { minDelay: 50, maxDelay: 200 },
})
