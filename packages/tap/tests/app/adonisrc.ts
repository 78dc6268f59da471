import { defineConfig } from '@adonisjs/core/app'

export default defineConfig({
  commands: [
    () => import('@adonisjs/core/commands'),
    () => import('adonisjs-atproto-tap/commands'),
  ],
  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/lucid/database_provider'),
    () => import('adonisjs-atproto-tap/tap_provider'),
  ],
  preloads: [() => import('./start/tap.js')],
})
