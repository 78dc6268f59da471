import type {} from '@adonisjs/auth/initialize_auth_middleware'
import type {} from '@adonisjs/session/session_middleware'
import type { OAuthEvents } from './events.js'
import type { OAuthContext } from './oauth_context.js'
import type { OAuthManager } from './oauth_manager.js'

declare module '@adonisjs/core/types' {
  export interface ContainerBindings {
    'atproto.oauth': OAuthManager
  }
  export interface EventsList extends OAuthEvents {}
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** Sign this browser in and out with an AT Protocol account. */
    oauth: OAuthContext
  }
}
