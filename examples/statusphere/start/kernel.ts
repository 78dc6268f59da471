/**
 * The HTTP kernel: middleware for all requests, for all routes, for pages, and named middleware.
 */
import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#exceptions/handler'))

server.use([
  () => import('#middleware/container_bindings_middleware'),
  () => import('#middleware/static_files_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
])

router.use([() => import('@adonisjs/core/bodyparser_middleware')])

export const middleware = router.named({
  auth: () => import('#middleware/auth_middleware'),
  initializeAuth: () => import('@adonisjs/auth/initialize_auth_middleware'),
  knownVisitor: () => import('#middleware/known_visitor_middleware'),
  liveRequest: () => import('#middleware/live_request_middleware'),
  privatePage: () => import('#middleware/private_page_middleware'),
  session: () => import('@adonisjs/session/session_middleware'),
  shareWithViews: () => import('#middleware/share_with_views_middleware'),
  shield: () => import('@adonisjs/shield/shield_middleware'),
  silentAuth: () => import('#middleware/silent_auth_middleware'),
})

/**
 * For pages. The parts that open pages request are the same for everyone and have no session.
 */
export const page = [
  middleware.privatePage(),
  middleware.knownVisitor(),
  middleware.session(),
  middleware.shield(),
  middleware.initializeAuth(),
  middleware.silentAuth(),
  middleware.shareWithViews(),
]
