import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/shield'

/**
 * Vite's dev server injects styles and talks over a WebSocket; built assets need neither.
 */
const viteDevServer = app.inProduction ? [] : ["'unsafe-inline'"]
const viteWebSocket = app.inProduction ? [] : ['ws:']

export default defineConfig({
  /**
   * There is no `form-action`: browsers apply it to redirects too, and signing in redirects to
   * whichever server the account lives on.
   */
  csp: {
    enabled: true,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", ...viteDevServer],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...viteWebSocket],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    reportOnly: false,
  },

  /**
   * Listening to the public feed changes nothing, and a page left open outlives its token.
   */
  csrf: {
    enabled: true,
    exceptRoutes: ['/__transmit/subscribe', '/__transmit/unsubscribe'],
    enableXsrfCookie: false,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },

  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: app.inProduction, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
