import type { ApplicationService } from '@adonisjs/core/types'
import { defineConfig, stores } from 'adonisjs-atproto-oauth'
import { atprotoUserProvider } from 'adonisjs-atproto-oauth/user_provider'
import type { OAuthModules } from '../../packages/oauth/tests/app.js'

export { errors } from '../../packages/oauth/index.js'
export { bootApp, migrate } from '../../packages/oauth/tests/app.js'

/** The package as apps install it. */
export const built: OAuthModules = {
  defineConfig,
  stores,
  atprotoUserProvider,
  provider: () => import('adonisjs-atproto-oauth/oauth_provider'),
}

/** Calls back for each query, whichever way it is made. */
export async function onQuery(app: ApplicationService, callback: () => void) {
  const db = await app.container.make('lucid.db')
  db.connection().getWriteClient().on('query', callback)
}
