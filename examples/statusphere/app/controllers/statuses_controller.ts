import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { explainFailedWrite, isOutage } from '#helpers/explain_failed_write'
import OwnStatuses from '#services/own_statuses'
import ServerLog from '#services/server_log'
import { statusValidator } from '#validators/status'

@inject()
export default class StatusesController {
  constructor(
    protected statuses: OwnStatuses,
    protected servers: ServerLog
  ) {}

  async store(ctx: HttpContext) {
    const { emoji } = await ctx.request.validateUsing(statusValidator)
    const user = ctx.auth.getUserOrFail()

    try {
      const isShown = await this.statuses.post(user, emoji)
      this.servers.succeeded(user.issuer)
      return ctx.response.redirect(isShown ? '/' : '/?posted=pending')
    } catch (error) {
      ctx.session.flash('inputErrorsBag', { emoji: [explainFailedWrite(error)] })
      this.#log(ctx, error)
      return ctx.response.redirect('/')
    }
  }

  async destroy(ctx: HttpContext) {
    const { rkey } = ctx.params
    const user = ctx.auth.getUserOrFail()

    try {
      await this.statuses.delete(user, rkey)
      this.servers.succeeded(user.issuer)
    } catch (error) {
      ctx.session.flash('deleteFailed', { rkey, message: explainFailedWrite(error) })
      this.#log(ctx, error)
    }
    return ctx.response.redirect().back()
  }

  #log({ auth, logger }: HttpContext, error: unknown) {
    if (isOutage(error)) this.servers.failed(auth.user!.issuer, error.message)
    else logger.warn(`An account server refused a write: ${error}`)
  }
}
