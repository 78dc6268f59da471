import type { HttpContext, Router } from '@adonisjs/core/http'
import { JWKS_PATH, METADATA_PATH } from './client_metadata.js'

/**
 * The two documents that account servers fetch: client metadata and public keys.
 */
export function registerRoutes(router: Router) {
  router
    .get(METADATA_PATH, async ({ containerResolver }: HttpContext) => {
      const manager = await containerResolver.make('atproto.oauth')
      return manager.clientMetadata
    })
    .as('atproto.metadata')

  router
    .get(JWKS_PATH, async ({ containerResolver }: HttpContext) => {
      const manager = await containerResolver.make('atproto.oauth')
      return manager.jwks
    })
    .as('atproto.jwks')
}
