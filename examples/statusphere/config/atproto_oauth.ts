import { defineConfig, stores } from 'adonisjs-atproto-oauth'
import env from '#start/env'

export default defineConfig({
  appUrl: env.get('APP_URL'),
  clientName: 'Statusphere',
  redirectPath: '/oauth/callback',
  loginPath: '/login',
  guard: 'web',

  /**
   * The app may create and delete statuses in the user's repo.
   */
  scope: 'atproto repo:xyz.statusphere.status?action=create&action=delete',

  stores: stores.lucid(),
  privateKeys: env.get('ATPROTO_PRIVATE_KEY'),

  network: {
    plcUrl: env.get('ATPROTO_PLC_URL'),
    handleResolver: env.get('ATPROTO_HANDLE_RESOLVER'),
  },
})
