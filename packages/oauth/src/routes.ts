import type { HttpContext, Router } from '@adonisjs/core/http'
import { JWKS_PATH, METADATA_PATH } from './client_metadata.js'
import type { OAuthManager } from './oauth_manager.js'

/** In seconds. Short, so that servers learn a new key soon. */
const MAX_AGE = 600

/**
 * The two documents that account servers fetch: client metadata and public keys.
 */
export function registerRoutes(router: Router) {
  router.get(METADATA_PATH, document('clientMetadata')).as('atproto.metadata')
  router.get(JWKS_PATH, document('jwks')).as('atproto.jwks')
}

function document(name: 'clientMetadata' | 'jwks') {
  return async ({ containerResolver, response }: HttpContext) => {
    const manager: OAuthManager = await containerResolver.make('atproto.oauth')
    // Ends the response here: the session middleware would add a cookie, which caches would store.
    response.response
      .writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': `public, max-age=${MAX_AGE}`,
        'access-control-allow-origin': '*',
      })
      .end(JSON.stringify(manager[name]))
  }
}
