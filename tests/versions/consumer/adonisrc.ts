import { defineConfig } from '@adonisjs/core/app'

export default defineConfig({
  commands: [
    () => import('@adonisjs/core/commands'),
    () => import('adonisjs-atproto-oauth/commands'),
    () => import('adonisjs-atproto-tap/commands'),
  ],
  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/session/session_provider'),
    () => import('@adonisjs/auth/auth_provider'),
    () => import('adonisjs-atproto-oauth/oauth_provider'),
    () => import('adonisjs-atproto-tap/tap_provider'),
  ],
  preloads: [
    () => import('./start/kernel.js'),
    () => import('./start/events.js'),
    () => import('./start/tap.js'),
  ],
})
