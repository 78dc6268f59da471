import type { HttpContext, Route, Router, Server } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { E_TAP_INVALID_CONFIG } from '../errors.js'
import type { ResolvedTapConfig } from '../types.js'
import { isAuthorized } from './authorization.js'
import { readBody } from './read_body.js'
import type { WebhookSource } from './source.js'

export interface WebhookDependencies {
  config: Pick<ResolvedTapConfig, 'adminPassword' | 'limits'>
  source: WebhookSource
  router: Pick<Router, 'post'>
  server: Pick<Server, 'use'>
  isProduction: boolean
  /** Resolves once events can be handled. */
  start(): Promise<void>
}

const PATH = '/tap/webhook'

/** In seconds. The Tap server uses its own delays. */
const RETRY_AFTER = '2'

/**
 * The route that the Tap server posts its events to.
 */
export class Webhook {
  #dependencies: WebhookDependencies
  #route?: Route
  #starting?: Promise<void>
  #hasWarned = false

  constructor(dependencies: WebhookDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * @throws E_TAP_INVALID_CONFIG in production without a password
   */
  register(path = PATH): Route {
    const { config, router, server, source, isProduction } = this.#dependencies
    if (isProduction && !config.adminPassword) {
      throw new E_TAP_INVALID_CONFIG(
        'Invalid "config/tap.ts": tap.webhook() needs "adminPassword" in production, or anyone could post events. Set TAP_ADMIN_PASSWORD to that of the Tap server'
      )
    }
    if (this.#route) {
      throw new E_TAP_INVALID_CONFIG(
        'tap.webhook() is called twice. The Tap server posts to one URL'
      )
    }
    // Requests end in a server middleware, before the route: router middleware would parse the
    // body, and reject requests without a CSRF token.
    const handle = (ctx: HttpContext, next: NextFn) => this.handle(ctx, next)
    server.use([
      async () => ({
        default: class WebhookMiddleware {
          handle = handle
        },
      }),
    ])
    source.isRouted = true
    this.#route = router
      .post(path, ({ response }: HttpContext) => response.status(503).send(''))
      .as('atproto.tap')
    return this.#route
  }

  async handle(ctx: HttpContext, next: NextFn): Promise<unknown> {
    const { request, response } = ctx
    if (request.method() !== 'POST' || !this.#matches(request.url())) return next()

    const { config, source } = this.#dependencies
    if (!isAuthorized(request.request, config)) {
      this.#warn(ctx)
      return response.status(401).header('connection', 'close').send('')
    }
    const body = await readBody(request.request, config.limits.bytes)
    const isSettled = (await this.#isStarted(ctx)) && (await source.receive(body))
    if (isSettled) return response.status(200).send('')
    return response.status(503).header('retry-after', RETRY_AFTER).send('')
  }

  /** Groups may have added a prefix after the route was created. */
  #matches(url: string): boolean {
    const trim = (path: string) => path.replace(/^\/+|\/+$/g, '')
    return trim(url) === trim(this.#route?.toJSON().pattern ?? '')
  }

  async #isStarted({ logger }: HttpContext): Promise<boolean> {
    this.#starting ??= this.#dependencies.start()
    try {
      await this.#starting
      return true
    } catch (error) {
      this.#starting = undefined
      logger.error({ err: error }, 'tap: the webhook can not handle events yet')
      return false
    }
  }

  #warn({ logger, request }: HttpContext) {
    if (this.#hasWarned) return
    this.#hasWarned = true
    logger.warn(
      this.#dependencies.config.adminPassword
        ? `tap: refused a request of ${request.ip()} to the webhook, which lacks the admin password. If it was the Tap server, set its TAP_ADMIN_PASSWORD to that of this app`
        : `tap: refused a request of ${request.ip()} to the webhook, whose content type is not application/json`
    )
  }
}
