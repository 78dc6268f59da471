import type {} from '@adonisjs/auth/initialize_auth_middleware'
import type {} from '@adonisjs/session/session_middleware'
import type { OAuthContext } from './oauth_context.js'
import type { OAuthManager } from './oauth_manager.js'
import type { OAuthEvents } from './types.js'

declare module '@adonisjs/core/types' {
  export interface ContainerBindings {
    'atproto.oauth': OAuthManager
  }
  export interface EventsList extends OAuthEvents {}
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** Signs this browser in and out with an AT Protocol account. */
    oauth: OAuthContext
  }
}
